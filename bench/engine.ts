/**
 * The flip engine alone, warm: all label vectors in plain TypeScript and in WebAssembly, turn by turn, whose
 * certificates must be the same. Walks the first model of a file with the built worker; `bench/run.mjs` bundles and
 * starts it.
 *
 *     node engine.mjs FILE DIST THREADS RUNS
 */
import { join } from 'node:path';
import type { Runtime } from '../src/core/certify/certification';
import type { WalkEngine } from '../src/core/certify/flip/walk';
import { certifiable } from '../src/jobs/certifiable';
import type { Certifiable } from '../src/jobs/certifiable';
import { kernelRequest } from '../src/jobs/kernel-request';
import { WorkerPool } from '../src/jobs/pool';
import { nodeFiles } from '../src/prepare/files';
import { openExperiment } from '../src/prepare/open';

interface Timed {
  readonly engine: WalkEngine | null;
  /** On the clock, and of the processor. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Label vectors looked at. */
  readonly vectors: number;
  readonly certificate: string;
}

async function prepare(file: string, pool: WorkerPool): Promise<Certifiable> {
  const { experiment, dataset, splits } = await openExperiment(file, null, nodeFiles());
  const model = experiment?.models[0];
  if (!dataset || !splits || !model || model.architecture === 'kernel' || typeof model.C !== 'number')
    throw new Error(`${file} has no model to measure.`);
  const [{ split }] = splits;
  const blocks = await pool.kernel(kernelRequest(dataset, [split], model));
  if (blocks === null) throw new Error('The kernel was not formed.');
  return certifiable(blocks[0], dataset, split, model.C, model.keys.ntk, []);
}

async function time(pool: WorkerPool, { subject, flippable, certify }: Certifiable): Promise<Timed> {
  let vectors = 0;
  let engine: WalkEngine | null = null;
  pool.setSubject(subject);
  const runtime: Runtime = {
    carryOut: async (tasks) => {
      const answers = await pool.carryOut(tasks);
      answers.forEach((answer, at) => {
        const task = tasks[at];
        if (answer?.type !== 'walk' || task.type !== 'walk') return;
        vectors += (task.plan.mirrored ? 2 : 1) * answer.sets;
        engine = answer.engine;
      });
      return answers;
    },
    stopped: () => 'no',
    seconds: () => 0,
    phase: () => undefined,
    bracket: () => undefined,
    note: () => undefined,
  };
  const levels = Array.from({ length: flippable + 1 }, (_, k) => k);
  const cpu = process.cpuUsage();
  const began = performance.now();
  const asked = { sampleWise: true, collective: true, levels, method: 'enumerate' } as const;
  const certificate = JSON.stringify(await certify(asked, runtime));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { engine, seconds, cpuSeconds: (user + system) / 1e6, vectors, certificate };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const [file, dist, threads, runs] = process.argv.slice(2);
const pools = [null, join(dist, 'flip.wasm')].map(
  (flip) =>
    new WorkerPool(Number(threads), {
      worker: join(dist, 'worker.mjs'),
      wasm: join(dist, 'highs.wasm'),
      flip,
    }),
);
const subject = await prepare(file, pools[0]);
const timed: Timed[][] = [[], []];
// The first turn warms up.
for (let turn = 0; turn <= Number(runs); turn++) {
  for (const [at, pool] of pools.entries()) {
    const one = await time(pool, subject);
    if (turn > 0) timed[at].push(one);
  }
}
await Promise.all(pools.map((pool) => pool.dispose()));
const [plain, compiled] = timed;
if (plain[0].engine !== 'TypeScript' || compiled[0].engine !== 'WebAssembly')
  throw new Error('An engine did not run.');
if (compiled[0].certificate !== plain[0].certificate) throw new Error('The two engines differ.');
console.log(
  JSON.stringify(
    timed.map((each) => ({
      engine: each[0].engine,
      seconds: median(each.map(({ seconds }) => seconds)),
      cpuSeconds: median(each.map(({ cpuSeconds }) => cpuSeconds)),
      rate: median(each.map(({ vectors, cpuSeconds }) => vectors / cpuSeconds)),
    })),
  ),
);
