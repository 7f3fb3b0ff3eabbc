/** Reads mutated inputs in a thread of its own, which can be ended when one of them is never done. */
import { parentPort, workerData } from 'node:worker_threads';
import { random } from '../support/random';
import { Coverage } from './coverage';
import { mutate, oneOf } from './mutators';
import { pollutionWatch } from './pollution';
import type { FromFuzzer, FuzzerSetup } from './protocol';
import { CurrentInput } from './protocol';
import { faultOf } from './target';
import { TARGETS } from './targets';

const setup = workerData as FuzzerSetup;
const post = (message: FromFuzzer): void => parentPort?.postMessage(message);
const current = new CurrentInput(setup.shared);
const target = TARGETS.find(({ name }) => name === setup.target);
if (target === undefined) throw new Error(`There is no reader ${setup.target}.`);
const { shape, read } = target;
const polluted = pollutionWatch();
/** Inputs whose coverage is looked at together: looking takes longer than reading. */
const GROUP = 4;
const counts = { read: 0, refused: 0 };

/** What went wrong with one input, or null. */
async function failureOf(input: Uint8Array): Promise<string | null> {
  current.begin(input);
  try {
    const outcome = await read(input);
    counts[outcome === 'read' ? 'read' : 'refused']++;
    const fault = outcome === 'read' ? null : outcome.map((refusal) => faultOf(refusal, input)).find(Boolean);
    return fault ?? polluted();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    current.end();
  }
}

/** A sound input, one of those that reached something new last, or any: most changes of broken ones reach nothing. */
function chosen(corpus: readonly Uint8Array[], sound: number, next: () => number): Uint8Array {
  const kind = next();
  if (kind < 0.4) return corpus[Math.floor(next() * sound)];
  return kind < 0.7
    ? (corpus.at(-1 - Math.floor(next() * Math.min(20, corpus.length))) ?? corpus[0])
    : oneOf(next, corpus);
}

async function fuzz(inputs: number): Promise<void> {
  const corpus = [...(await target!.seeds())];
  const sound = corpus.length;
  const next = random(setup.seed);
  const coverage = new Coverage((url) => url.endsWith(setup.script));
  coverage.start();
  for (const input of corpus) {
    const failure = await failureOf(input);
    if (failure !== null) return post({ type: 'failed', failure });
  }
  coverage.take();
  counts.read = counts.refused = 0;
  const group: Uint8Array[] = [];
  for (let i = 0; i < inputs; i++) {
    const input = mutate(chosen(corpus, sound, next), oneOf(next, corpus), shape, next);
    const failure = await failureOf(input);
    if (failure !== null) return post({ type: 'failed', failure });
    group.push(input);
    if (group.length < GROUP) continue;
    if (coverage.take() > 0) corpus.push(...group);
    group.length = 0;
  }
  coverage.stop();
  post({ type: 'done', ...counts, corpus: corpus.length });
}

async function single(input: Uint8Array): Promise<void> {
  const failure = await failureOf(input);
  post(failure === null ? { type: 'done', ...counts, corpus: 0 } : { type: 'failed', failure });
}

await (setup.input === null ? fuzz(setup.inputs) : single(setup.input));
