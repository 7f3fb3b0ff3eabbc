import { Ajv2020 } from 'ajv/dist/2020.js';
import resultSchema from '../../schemas/result.schema.json';
import { beyond, isRunHead, merged, sameQuestion } from '../../src/extension/history/runHead';
import type { RunHead } from '../../src/extension/history/runHead';
import { isSettled, summarize } from '../../src/extension/summary';
import { compareResults } from '../../src/report/compare';
import { curvesCsv } from '../../src/report/csv';
import { resultDetails } from '../../src/report/details';
import { htmlReport } from '../../src/report/html';
import { latexTable } from '../../src/report/latex';
import type { Result } from '../../src/report/result';
import { readResult } from '../../src/report/read-result';
import { verifyResult } from '../../src/verify/verify';
import { karateExperiment } from '../fixtures/experiment';
import { certifiedResult } from '../support/result';
import type { Genuine } from '../support/result';
import type { Outcome, Target } from './target';

/** Small enough that every claim is checked in little time. */
const EXPERIMENTS = [
  karateExperiment({
    split: '{ labelled: { per-class: 2 }, test: 4 }',
    rest: 'certify: { budgets: all }\nexpect: [{ model: GCN, kind: collective, budget: 0.25, certified-ratio: ">= 0" }]',
  }),
  karateExperiment({
    split: '{ labelled: { per-class: 1 }, seeds: [0, 1], test: 3 }',
    models: '{ SGC: { architecture: sgc, C: 1 } }',
    rest: 'certify: { budgets: { flips: [1] } }',
  }),
];

const encoded = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
/** Made when it is first asked for: most threads need none. */
const genuine = memo(() => Promise.all(EXPERIMENTS.map((text) => certifiedResult(text))));

function memo<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
const schema = new Ajv2020({ allErrors: true, strictTypes: false, allowUnionTypes: true }).compile(
  resultSchema,
);

const results = async (): Promise<Uint8Array[]> => (await genuine()).map(({ result }) => encoded(result));

/** Results as `compare`, the panel, the reports and `verify` read them, and entries of the history. */
export const resultTargets: readonly Target[] = [
  { name: 'result', shape: 'json', seeds: results, read: readAndShow },
  { name: 'verify', shape: 'json', seeds: results, read: readAndVerify },
  { name: 'history', shape: 'json', seeds: () => [encoded([HEAD])], read: readHistory },
];

function refusal(code: string, message: string): Outcome {
  return [{ code, message, line: null }];
}

async function readAndShow(input: Uint8Array): Promise<Outcome> {
  const read = readResult(input);
  if (read.kind === 'refused') return refusal(read.code, read.message);
  const { result } = read;
  const [{ result: other }] = await genuine();
  compareResults(result, other);
  compareResults(other, result);
  curvesCsv([result]);
  latexTable(result);
  summarize(result);
  isSettled(result);
  const state = {
    title: 'x',
    command: 'x',
    auditCommand: 'x',
    result,
    status: { kind: 'current' as const },
    details: resultDetails(result),
  };
  const page = htmlReport({ state, script: '', style: '' });
  // Whatever a name holds, it ends no script and begins none.
  if (page.split('<script').length !== CLEAN_SCRIPTS)
    throw new Error('a name of the result is markup in the report');
  return 'read';
}

/** Pieces between the script elements of a report. */
const CLEAN_SCRIPTS = pieces();
function pieces(): number {
  const state = {
    title: '',
    command: '',
    auditCommand: '',
    result: null,
    status: { kind: 'none' as const },
    details: [],
  };
  return htmlReport({ state, script: '', style: '' } as never).split('<script').length;
}

async function readAndVerify(input: Uint8Array): Promise<Outcome> {
  const sources: readonly Genuine[] = await genuine();
  let stated: unknown;
  try {
    stated = JSON.parse(new TextDecoder().decode(input));
  } catch {
    return refusal('no-result', 'It is no JSON.');
  }
  if (!schema(stated)) return refusal('no-result', 'It does not fit the schema.');
  const result = stated as unknown as Result;
  for (const { source, result: own } of sources) {
    const claims = verifyResult(result, source, { limit: 2_000, sample: null, seed: 0 }, () => undefined);
    const wrong = JSON.stringify(result) !== JSON.stringify(own);
    if (!wrong && claims.total('refuted') > 0) throw new Error('a genuine result is refuted');
  }
  return 'read';
}

const HEAD: RunHead = {
  version: 1,
  id: 'a',
  uri: 'file:///x.flipcert.yaml',
  text: 'models: {}',
  textHash: 'b',
  data: [{ path: '/g.npz', sha256: null }],
  extension: '0.1.0',
  code: 'c',
  seeds: [0],
  threads: 1,
  stages: [{ model: null, stage: 'read', seconds: 1 }],
  at: 1,
  complete: true,
  pinned: false,
  models: ['GCN'],
  best: { model: 'GCN', kind: 'collective', flips: 1, low: 0, high: 1, seeds: null },
  state: 'exact',
  resultHash: 'd',
};

function readHistory(input: Uint8Array): Outcome {
  let values: unknown;
  try {
    values = JSON.parse(new TextDecoder().decode(input));
  } catch {
    return refusal('no-run', 'It is no JSON.');
  }
  const heads = (Array.isArray(values) ? values : [values]).filter(isRunHead);
  if (heads.length === 0) return refusal('no-run', 'It is no run of this version.');
  for (const head of heads) {
    merged([HEAD], head);
    beyond([HEAD, ...heads], 1);
    sameQuestion(head, HEAD);
  }
  return 'read';
}
