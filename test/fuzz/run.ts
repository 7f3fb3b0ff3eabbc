import { basename } from 'node:path';
import { minimised } from './minimise';
import { TARGETS } from './targets';
import type { Watched } from './watch';
import { MOST_MS, watched } from './watch';

export interface Fuzzing {
  /** Bundle of `worker.ts`. */
  readonly worker: string;
  readonly targets: readonly string[];
  /** Inputs for each reader. */
  readonly inputs: number;
  readonly seed: number;
  readonly told: (target: string, outcome: Extract<Watched, { kind: 'done' }>) => void;
}

export interface Failure {
  readonly target: string;
  readonly failure: string;
  readonly input: Uint8Array;
}

/** Tries to make a smaller input of; each takes a thread. */
const TRIES = 60;
const SLOW_TRIES = 15;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';
/** Times that a reader's inputs are begun anew, with others, after a failure that did not come again. */
const MOST_ROUNDS = 3;

/** Mutates inputs of each reader. Null where all were read or refused; else the first that was neither. */
export async function fuzzed({ worker, targets, inputs, seed, told }: Fuzzing): Promise<Failure | null> {
  const script = basename(worker);
  for (const target of targets) {
    const patience = MOST_MS * (TARGETS.find(({ name }) => name === target)?.readings ?? 1);
    let left = inputs;
    for (let round = 0; left > 0; round++) {
      const asked = { target, seed: seed + 7919 * round, inputs: left, input: null, script };
      const outcome = await watched(worker, asked, patience);
      if (outcome.kind === 'done') {
        told(target, outcome);
        left = 0;
        continue;
      }
      const again = (input: Uint8Array): Promise<Watched> =>
        watched(worker, { target, seed, inputs: 0, input, script }, patience);
      const first = await again(outcome.input);
      // What others do on the machine can hold up a thread, and the collection of what it threw away; what is slow or
      // large by itself is so again.
      const doubtful = outcome.failure.startsWith('takes') || outcome.failure.includes(OUT_OF_MEMORY);
      if (first.kind === 'done' && doubtful && round < MOST_ROUNDS) {
        if ((await again(outcome.input)).kind === 'done') continue;
      }
      const failure = first.kind === 'failed' ? first.failure : outcome.failure;
      const same = async (input: Uint8Array): Promise<boolean> => {
        const now = await again(input);
        return now.kind === 'failed' && headOf(now.failure) === headOf(failure);
      };
      return {
        target,
        failure,
        input: await minimised(outcome.input, same, failure.startsWith('takes') ? SLOW_TRIES : TRIES),
      };
    }
  }
  return null;
}

/** What two failures of one cause have in common: the message's kind, and where it was thrown. */
function headOf(failure: string): string {
  return failure.split('\n').slice(1, 3).join() || failure.replace(/\d+/g, '');
}
