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
import type { Problem } from '../src/core/certify/problem';
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

/** Points on a line, under a kernel that falls with the distance. */
function smallProblem(): Problem {
  const labelled = [0, 1, 2, 3, 4, 5];
  const test = [0.4, 1.7, 3.2, 4.5];
  const near = (a: number, b: number): number => Math.exp(-((a - b) ** 2) / 2);
  return {
    m: labelled.length,
    tests: test.length,
    Q: Float64Array.from(labelled.flatMap((a) => labelled.map((b) => near(a, b)))),
    R: Float64Array.from(test.flatMap((a) => labelled.map((b) => near(a, b)))),
    testDiagonal: new Float64Array(test.length).fill(1),
    y: Int8Array.of(1, 1, -1, 1, -1, -1),
    C: 1,
    flippable: Int32Array.from(labelled),
  };
}

/** Loads the solver and lets its code be compiled, before anything is timed: cold it takes several times as long. */
async function warm(pool: WorkerPool, method: Method): Promise<void> {
  if (method !== 'milp' && method !== 'milp-paper') return;
  const problem = smallProblem();
  const { view } = prepareProblem(problem, new Int32Array(problem.tests));
  pool.setSubject({ type: 'binary', problem, view });
  const training = method === 'milp' ? 'compact' : 'paper';
  await pool.carryOut(
    Array.from({ length: problem.tests }, (_, node) => ({
      type: 'milp-node',
      training,
      node,
      levels: problem.m,
    })),
  );
}

/** One question in one way: once to warm up, then as often as asked, or once where that is long. */
async function measure(
  kind: Kind,
  way: Way,
  pool: WorkerPool,
  subject: Prepared,
): Promise<Row & { readonly answer: string }> {
  const { name, method } = way;
  const times: number[] = [];
  const total = (): number => times.reduce((sum, time) => sum + time, 0);
  await warm(pool, method);
  for (;;) {
    const asked = question(kind, subject, method);
    const { certificate, seconds, expired } = await certifyWithin(pool, subject, asked, Number(limit));
    times.push(seconds);
    if (!expired && total() < ENOUGH && times.length <= Number(runs)) continue;
    const counted = times.length > 1 ? times.slice(1) : times;
    return {
      kind,
      name,
      method,
      seconds: expired ? null : median(counted),
      exact: certificate[kind].status === 'exact',
      answer: answers(certificate, kind),
    };
  }
}

const pools = WAYS.map(({ threads, compiled }) => poolWith(dist, threads, compiled));
const subject = await prepare(file, pools[0]);
const rows: Row[] = [];
for (const kind of ['sampleWise', 'collective'] as const) {
  let known: { readonly name: string; readonly answer: string } | null = null;
  for (const [at, way] of WAYS.entries()) {
    if (leftOut[kind].includes(way.method)) continue;
    const { answer, ...row } = await measure(kind, way, pools[at], subject);
    rows.push(row);
    if (!row.exact) continue;
    known ??= { name: way.name, answer };
    if (known.answer !== answer)
      throw new Error(`${kind}: ${known.name} says ${known.answer}, ${way.name} says ${answer}.`);
  }
}
await Promise.all(pools.map((pool) => pool.dispose()));
console.log(JSON.stringify({ rows, level: Math.round(subject.flippable / 3) }));
