/**
 * Draws random problems and holds every answer of every method against all label vectors, each trained from scratch. Ends
 * at the first difference with status 1 and its smallest case; see SOAK.md. `scripts/soak.mjs` builds and starts it.
 *
 *     node soak.mjs DIST [--minutes N] [--seed S] [--problems N]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadFlipModule } from '../../src/jobs/flip-module';
import { loadMilpSolver } from '../../src/jobs/highs';
import { WorkerPool, workerFiles } from '../../src/jobs/pool';
import { METHODS } from './methods';
import { soak } from './soak';
import type { SoakReport } from './soak';

const TELL_EVERY_MS = 30_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string' }, seed: { type: 'string' }, problems: { type: 'string' } },
});
const number = (text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (!(value >= 0)) throw new Error(`${text} is no number that can be taken here.`);
  return value;
};
const seed = Math.floor(number(values.seed, 1));
const minutes = number(values.minutes, values.problems === undefined ? 1 : Infinity);
const problems = number(values.problems, Infinity);

const files = workerFiles(positionals[0]);
const flip = await loadFlipModule(join(positionals[0], 'flip.wasm'));
if (flip === null) throw new Error('The compiled flip engine cannot be had.');
const pools = [1, 2].map((threads) => new WorkerPool(threads, files));
const engines = { flip, milp: await loadMilpSolver(files.wasm), pools };

const began = performance.now();
const elapsed = (): number => performance.now() - began;
/** Seconds, of all threads. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const figures = ({ problems: tried, answers, open }: SoakReport): string =>
  `${tried} problems, ${answers} answers compared, ${open} left open that need not be; ` +
  `${(elapsed() / 60_000).toFixed(1)} minutes, ${(cpu() / 60).toFixed(1)} of processor time`;
let told = 0;
const report = await soak({
  methods: METHODS,
  engines,
  seed,
  enough: (so) => {
    if (elapsed() - told > TELL_EVERY_MS) {
      told = elapsed();
      console.error(figures(so));
    }
    return so.problems >= problems || elapsed() >= 60_000 * minutes;
  },
});
await Promise.all(pools.map((pool) => pool.dispose()));
for (const [method, count] of report.byMethod) console.log(`  ${method}: ${count}`);
const last = `seeds ${seed} to ${seed + report.problems - 1}`;
if (report.failure === null) console.log(`${figures(report)}; ${last}; no difference`);
else {
  console.log(`${figures(report)}; ${last}\n\n${report.failure.text}`);
  process.exitCode = 1;
}
