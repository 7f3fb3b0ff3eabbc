/**
 * One small problem by every method: seconds of each question, warm. `bench/milp.mjs` bundles and starts it.
 *
 *     node milp.mjs FILE DIST LIMIT RUNS METHODS
 *
 * LIMIT is in seconds, for one question. METHODS is a JSON list, for each kind, of the methods to leave out. Where two
 * methods have exact answers and these are not the same, the program fails.
 */
import type { Certificate } from '../src/core/certify/certificate';
import type { CertifyOptions, Method } from '../src/core/certify/certification';
import { prepareProblem } from '../src/core/certify/portfolio';
import type { WorkerPool } from '../src/jobs/pool';
import { certifyWithin, median, poolWith, prepare } from './prepare';
import type { Prepared } from './prepare';

/** Seconds of all turns beyond which no further one is begun. A first turn as long as this stands for itself. */
const ENOUGH = 6;

type Kind = 'sampleWise' | 'collective';

interface Way {
  readonly name: string;
  readonly method: Method;
  readonly compiled: boolean;
  readonly threads: number;
}

const WAYS: readonly Way[] = [
  { name: 'WebAssembly, 1 thread', method: 'enumerate', compiled: true, threads: 1 },
  { name: 'WebAssembly, 2 threads', method: 'enumerate', compiled: true, threads: 2 },
  { name: 'TypeScript, 1 thread', method: 'enumerate', compiled: false, threads: 1 },
  { name: 'TypeScript, 2 threads', method: 'enumerate', compiled: false, threads: 2 },
  { name: 'auto, 1 thread', method: 'auto', compiled: true, threads: 1 },
  { name: 'milp, 1 thread', method: 'milp', compiled: true, threads: 1 },
  { name: 'milp-paper, 1 thread', method: 'milp-paper', compiled: true, threads: 1 },
];

interface Row {
  readonly kind: Kind;
  readonly name: string;
  readonly method: Method;
  /** Median; null where the time limit ended it. */
  readonly seconds: number | null;
  readonly exact: boolean;
}

/** What must be the same in every exact answer: numbers, not the flip sets that show them. */
function answers({ sampleWise, collective }: Certificate, kind: Kind): string {
  return JSON.stringify(
    kind === 'sampleWise'
      ? sampleWise.nodes.map(({ safe, breaking, tie }) => [safe, breaking, tie])
      : collective.levels.map(({ flips, changed, correctChanged }) => [flips, changed, correctChanged]),
  );
}

/** Radii of every test node up to all labels; or all nodes at once under a third of the labels. */
function question(kind: Kind, { flippable }: Prepared, method: Method): CertifyOptions {
  const all = Array.from({ length: flippable + 1 }, (_, k) => k);
  const levels = kind === 'sampleWise' ? all : [0, Math.round(flippable / 3)];
  return { sampleWise: kind === 'sampleWise', collective: kind === 'collective', levels, method };
}

const [file, dist, limit, runs, left] = process.argv.slice(2);
const leftOut = JSON.parse(left) as Readonly<Record<Kind, readonly Method[]>>;

/** Two labels and one test node: the solver is loaded, and its code compiled, before anything is timed. */
async function warmSolver(pool: WorkerPool): Promise<void> {
  const problem = {
    m: 2,
    tests: 1,
    Q: Float64Array.of(1, 0, 0, 1),
    R: Float64Array.of(0.5, 0.25),
    testDiagonal: Float64Array.of(1),
    y: Int8Array.of(1, -1),
    C: 1,
    flippable: Int32Array.of(0, 1),
  };
  const { view } = prepareProblem(problem, Int32Array.of(1));
  pool.setSubject({ type: 'binary', problem, view });
  for (const training of ['compact', 'paper'] as const)
    await pool.carryOut([{ type: 'milp-node', training, node: 0, levels: 2 }]);
}

/** One question in one way: once to warm up, then as often as asked, or once where that is long. */
async function measure(kind: Kind, way: Way, subject: Prepared): Promise<Row & { readonly answer: string }> {
  const pool = poolWith(dist, way.threads, way.compiled);
  const times: number[] = [];
  try {
    if (way.method.startsWith('milp')) await warmSolver(pool);
    for (;;) {
      const asked = question(kind, subject, way.method);
      const { certificate, seconds, expired } = await certifyWithin(pool, subject, asked, Number(limit));
      times.push(seconds);
      const total = times.reduce((sum, time) => sum + time, 0);
      if (!expired && total < ENOUGH && times.length <= Number(runs)) continue;
      const { name, method } = way;
      const exact = certificate[kind].status === 'exact';
      const warm = times.length > 1 ? times.slice(1) : times;
      return {
        kind,
        name,
        method,
        seconds: expired ? null : median(warm),
        exact,
        answer: answers(certificate, kind),
      };
    }
  } finally {
    await pool.dispose();
  }
}

const first = poolWith(dist, 1, true);
const subject = await prepare(file, first);
await first.dispose();
const rows: Row[] = [];
for (const kind of ['sampleWise', 'collective'] as const) {
  let known: { readonly name: string; readonly answer: string } | null = null;
  for (const way of WAYS) {
    if (leftOut[kind].includes(way.method)) continue;
    const { answer, ...row } = await measure(kind, way, subject);
    rows.push(row);
    if (!row.exact) continue;
    known ??= { name: way.name, answer };
    if (known.answer !== answer)
      throw new Error(`${kind}: ${known.name} says ${known.answer}, ${way.name} says ${answer}.`);
  }
}
console.log(JSON.stringify({ rows, level: Math.round(subject.flippable / 3) }));
