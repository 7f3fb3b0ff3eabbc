/**
 * One certification of one model, on its own: `bench/scaling.mjs` bundles and starts it.
 *
 *     node scaling.mjs FILE DIST THREADS LIMIT RUNS
 */
import type { Task, TaskAnswer } from '../src/core/certify/task';
import { certifyWithin, median, poolWith, prepare } from './prepare';

/** Seconds of all turns beyond which no further one is begun. */
const ENOUGH = 5;

/** Flip sets that an answer deals with, and those that were looked at for it. */
interface Sets {
  covered: number;
  visited: number;
}

/** A mirrored walk takes each set together with its complement. */
function count(sets: Sets, task: Task, answer: TaskAnswer): void {
  if (task.type === 'walk' && answer.type === 'walk') {
    const each = task.plan.mirrored ? 2 : 1;
    sets.covered += each * answer.sets;
    sets.visited += each * answer.sets;
  } else if (task.type === 'search' && answer.type === 'search') {
    if (answer.complete) sets.covered += task.part.sets;
    sets.visited += answer.sets;
  }
}

const [file, dist, threads, limit, runs] = process.argv.slice(2);
const pool = poolWith(dist, Number(threads), true);
const subject = await prepare(file, pool);
const { options } = subject;
const times: number[] = [];
let last: { readonly sets: Sets; readonly status: string; readonly method: string } | null = null;
let over = false;
for (let run = 0; run < Number(runs) && !over; run++) {
  const sets: Sets = { covered: 0, visited: 0 };
  const { certificate, seconds, expired } = await certifyWithin(
    pool,
    subject,
    options,
    Number(limit),
    (task, answer) => count(sets, task, answer),
  );
  times.push(seconds);
  const { sampleWise, collective } = certificate;
  const asked = [...(options.sampleWise ? [sampleWise] : []), ...(options.collective ? [collective] : [])];
  const exact = asked.every(({ status }) => status === 'exact');
  last = {
    sets,
    status: expired ? 'expired' : exact ? 'exact' : 'bracket',
    method: [...new Set(asked.map(({ method }) => method))].join('; '),
  };
  over = expired || times.reduce((sum, time) => sum + time, 0) > ENOUGH;
}
await pool.dispose();
console.log(JSON.stringify({ seconds: median(times), runs: times.length, ...last }));
