/**
 * The flip engine alone, warm: all label vectors in plain TypeScript and in WebAssembly, turn by turn, whose
 * certificates must be the same. Walks the first model of a file with the built worker; `bench/engine.mjs` bundles and
 * starts it.
 *
 *     node engine.mjs FILE DIST THREADS RUNS
 */
import type { WalkEngine } from '../src/core/certify/flip/walk';
import type { Certificate } from '../src/core/certify/certificate';
import type { WorkerPool } from '../src/jobs/pool';
import { certifyWithin, median, poolWith, prepare } from './prepare';
import type { Prepared } from './prepare';

/** Far beyond what any of these runs takes. */
const LIMIT = 86_400;

interface Measured {
  readonly engine: WalkEngine | null;
  /** On the clock, and of the processor. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Label vectors looked at. */
  readonly vectors: number;
  readonly certificate: string;
}

async function time(pool: WorkerPool, subject: Prepared): Promise<Measured> {
  let vectors = 0;
  let engine: WalkEngine | null = null;
  const cpu = process.cpuUsage();
  const asked = { ...subject.options, method: 'enumerate' } as const;
  const { certificate, seconds } = await certifyWithin(pool, subject, asked, LIMIT, (task, answer) => {
    if (task.type !== 'walk' || answer.type !== 'walk') return;
    vectors += (task.plan.mirrored ? 2 : 1) * answer.sets;
    engine = answer.engine;
  });
  const { user, system } = process.cpuUsage(cpu);
  return {
    engine,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    vectors,
    certificate: JSON.stringify(untimed(certificate)),
  };
}

function untimed({ predicted, decisions, sampleWise, collective }: Certificate): unknown {
  return [predicted, decisions, { ...sampleWise, seconds: 0 }, { ...collective, seconds: 0 }];
}

const [file, dist, threads, runs] = process.argv.slice(2);
const pools = [false, true].map((compiled) => poolWith(dist, Number(threads), compiled));
const subject = await prepare(file, pools[0]);
const timed: Measured[][] = [[], []];
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
