import { beforeAll, describe, expect, it } from 'vitest';
import { flipped } from '../../src/core/certify/clean';
import { searchOrder } from '../../src/core/certify/flip/search';
import { inSpan, isSemiDefinite } from '../../src/core/certify/flip/span';
import { testRows } from '../../src/core/certify/flip/test-rows';
import { wasmSearcher } from '../../src/core/certify/flip/wasm-search';
import type { FlipExports, FlipModule } from '../../src/core/certify/flip/wasm-module';
import { prepareProblem } from '../../src/core/certify/portfolio';
import { solveBoxQp } from '../../src/core/svm/box-qp';
import { feedback, gapBound, gapScale, unitRadius } from '../../src/core/svm/gap';
import { choleskyFactor, choleskySolve } from '../../src/core/svm/reach';
import { compiledFlip } from '../support/flip';
import { random, randomProblem } from '../support/random';
import type { RandomProblem } from '../support/random';

/** Numbers kept per test row: see wasm/search-layout.ts. */
const PER_TEST = 6;

let flip: FlipModule;
beforeAll(async () => {
  flip = await compiledFlip();
});

/** All sets of exactly `size` positions from `from` to before `end`, ascending. */
function* setsOf(from: number, end: number, size: number): Generator<readonly number[]> {
  if (size === 0) yield [];
  else
    for (let at = from; at <= end - size; at++)
      for (const rest of setsOf(at + 1, end, size - 1)) yield [at, ...rest];
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** Kernels of every rank, most of them such that many nodes are free: well-conditioned ones, and large boxes. */
function anyProblem(seed: number): RandomProblem {
  const made = randomProblem(seed, {
    m: [6, 14],
    tests: 3,
    trusted: seed % 3 === 0,
    logC: seed % 4 === 0 ? [-2.5, 0] : [-0.5, 1.2],
  });
  const { problem } = made;
  const ridge = [0, 0.02, 0.2, 0.6][seed % 4];
  const Q = problem.Q.map((value, e) => (e % (problem.m + 1) === 0 ? value + ridge : value));
  return { ...made, problem: { ...problem, Q } };
}

/**
 * What rounding is hard on: kernels of any scale with labelled nodes that are nearly the same, and boxes from so small
 * that all duals are at their ends to so large that only the conditioning holds them.
 */
function extremeProblem(seed: number): RandomProblem {
  const next = random(seed * 6151 + 5);
  const made = randomProblem(seed, { m: [6, 14], tests: 3, trusted: seed % 3 === 0 });
  const { m } = made.problem;
  const { tests } = made.problem;
  const width = 3 + Math.floor(next() * m);
  const rows = Array.from({ length: m + tests }, () => Array.from({ length: width }, () => next() - 0.4));
  for (let i = 1; i < m; i++) {
    if (next() < 0.6) continue;
    const distance = 10 ** (-9 * next());
    const like = Math.floor(next() * i);
    rows[i] = rows[like].map((value) => value + distance * (next() - 0.5));
  }
  const scale = [1, 1e-6, 1e6][seed % 3];
  const product = (i: number, j: number) =>
    (scale * rows[i].reduce((sum, v, k) => sum + v * rows[j][k], 0)) / width;
  return {
    ...made,
    problem: {
      ...made.problem,
      Q: Float64Array.from({ length: m * m }, (_, e) => product(Math.floor(e / m), e % m)),
      R: Float64Array.from({ length: tests * m }, (_, e) => product(m + Math.floor(e / m), e % m)),
      testDiagonal: Float64Array.from({ length: tests }, (_, t) => product(m + t, m + t)),
      C: seed % 2 === 0 ? 10 ** (-6 + 9 * next()) : Math.min(1e3, 10 ** (3 * next()) / scale),
    },
  };
}

/** A problem as the search sees it: labelled nodes in its order, test rows scaled; and the engine that holds it. */
class Bench {
  readonly engine: FlipExports;
  readonly m: number;
  readonly C: number;
  /** Flippable nodes come first. */
  readonly flippable: number;
  readonly Q: readonly Float64Array[];
  readonly rows: readonly Float64Array[];
  private readonly dense: Float64Array;

  constructor(
    { problem, truth }: RandomProblem,
    readonly size: number,
  ) {
    const { m, C } = problem;
    const engines: FlipExports[] = [];
    const { view } = prepareProblem(problem, truth);
    const spy: FlipModule = (imports) => {
      engines.push(flip(imports));
      return engines[0];
    };
    const searcher = wasmSearcher(spy, problem, view, { size });
    if (searcher === null) throw new Error('No compiled engine.');
    const order = searchOrder(problem);
    const all = Array.from({ length: m }, (_, i) => i);
    const nodes = [...order, ...all.filter((i) => !order.includes(i))];
    const { columns, count } = testRows(problem, view);
    this.engine = engines[0];
    this.m = m;
    this.C = C;
    this.flippable = order.length;
    this.Q = nodes.map((i) => Float64Array.from(nodes, (j) => problem.Q[i * m + j]));
    this.dense = Float64Array.from({ length: m * m }, (_, e) => this.Q[Math.floor(e / m)][e % m]);
    this.rows = Array.from({ length: count }, (_, t) =>
      Float64Array.from(nodes, (j) => columns[j * count + t]),
    );
  }

  /** A vector of a state: 0 for its labels, 1 for its duals. */
  vector(depth: number, which: number): Float64Array {
    const { engine, m } = this;
    const at = engine.state(depth) + which * engine.rowBytes();
    return new Float64Array(engine.memory.buffer, at, m).slice();
  }

  numbers(at: number, count: number): Float64Array {
    return new Float64Array(this.engine.memory.buffer, at, count).slice();
  }

  indices(at: number, count: number): Int32Array {
    return new Int32Array(this.engine.memory.buffer, at, count).slice();
  }

  put(set: readonly number[]): void {
    new Int32Array(this.engine.memory.buffer, this.engine.setAt(), set.length).set(set);
  }

  /** Says that some more of each row lies outside the span. */
  leaveOut(by: number): void {
    const { engine, rows } = this;
    const numbers = new Float64Array(engine.memory.buffer, engine.testNumbersAt(), rows.length * PER_TEST);
    rows.forEach((_, t) => (numbers[t * PER_TEST + 2] += by));
  }

  /** Moves some duals of a state inside their box: it is then no longer optimal. */
  disturb(depth: number, by: number, next: () => number): void {
    const { engine, m, C } = this;
    const y = this.vector(depth, 0);
    const z = new Float64Array(engine.memory.buffer, engine.state(depth) + engine.rowBytes(), m);
    z.forEach((value, i) => {
      if (next() < 0.5) z[i] = y[i] * Math.min(C, Math.max(0, y[i] * value + by * C * (next() - 0.5)));
    });
  }

  times(z: Float64Array): Float64Array {
    return Float64Array.from(this.Q, (row) => dot(row, z));
  }

  /** The most that a row's decision can be after training from nothing. */
  decide(u: Float64Array, y: Float64Array, flips: readonly number[]): number {
    const { dense, m, C } = this;
    const labels = flipped(Int8Array.from(y), flips);
    const z = solveBoxQp(dense, labels, C);
    const f = new Float64Array(m);
    feedback(dense, m, z, f);
    return dot(u, z) + unitRadius(gapBound(gapScale(dense, m, C), labels, z, f));
  }
}

/** What the bounds of one row at one state rest on, read from the engine's memory. */
function read(bench: Bench, depth: number, t: number) {
  const { engine, m, C, rows } = bench;
  const free = Array.from(bench.indices(engine.freeNodesAt(), engine.freeCount()));
  const share = (j: number) => bench.numbers(engine.sharesAt() + j * engine.rowBytes(), free.length);
  const [, norm, leftOut] = bench.numbers(engine.testNumbersAt() + 8 * PER_TEST * t, PER_TEST);
  const y = bench.vector(depth, 0);
  const z = bench.vector(depth, 1);
  const f = bench.times(z);
  const u = rows[t];
  const violation = f.reduce((sum, fi, i) => {
    const slack = 1 - y[i] * fi;
    const inside = free.includes(i) || (z[i] !== 0 && Math.abs(z[i]) !== C);
    const wrong = inside ? Math.abs(slack) : z[i] === 0 ? slack : -slack;
    return sum + C * Math.max(0, wrong);
  }, 0);
  return {
    free,
    shares: Array.from({ length: m }, (_, j) => share(j)),
    h: bench.numbers(engine.ownChangeAt(), m),
    nu: bench.numbers(engine.ownShareAt(), m),
    s: engine.scaleUsed(),
    limit: engine.normLimit(),
    norm,
    leftOut,
    violation,
    y,
    z,
    f,
    u,
    g: dot(u, z),
  };
}
type Bounds = ReturnType<typeof read>;

/** ẑ - z for a set, from its definition. */
function change({ free, shares, h, nu, z }: Bounds, set: readonly number[]): Float64Array {
  const d = new Float64Array(z.length);
  free.forEach((i, a) => (d[i] = set.reduce((sum, j) => sum + shares[j][a], -nu[i])));
  for (const j of set) d[j] = h[j];
  return d;
}

/** ||s a - p||², and the size of its terms. */
function denseNorm(bench: Bench, { s, norm, u }: Bounds, d: Float64Array): [number, number] {
  const terms = [s * s * norm, -2 * s * dot(u, d), dot(d, bench.times(d))];
  return [terms[0] + terms[1] + terms[2], Math.abs(terms[0]) + Math.abs(terms[1]) + Math.abs(terms[2])];
}

/** How far some ẑ_i is from being C times a slope of the loss at f_i under the set's labels, negated; in units of C. */
function outOfPlace(
  { m, C }: Bench,
  { free, z, f, y }: Bounds,
  set: readonly number[],
  d: Float64Array,
): number {
  let worst = 0;
  for (let i = 0; i < m; i++) {
    const isFlipped = set.includes(i);
    const label = isFlipped ? -y[i] : y[i];
    const alpha = label * (z[i] + d[i]);
    let miss = Math.max(-alpha, alpha - C);
    if (isFlipped && label * f[i] < 1 - 1e-9) miss = Math.abs(alpha - C);
    if (isFlipped && label * f[i] > 1 + 1e-9) miss = Math.abs(alpha);
    if (!isFlipped && !free.includes(i)) miss = d[i] === 0 ? 0 : Infinity;
    worst = Math.max(worst, miss / C);
  }
  return worst;
}

/** A state some flips away, and the flips that may follow. */
function walkTo(bench: Bench, depth: number, left: number, next: () => number): number {
  let from = 0;
  for (let at = 0; at < depth; at++) {
    const last = bench.flippable - left - (depth - at);
    const position = from + Math.floor(next() * Math.min(3, last - from + 1));
    bench.engine.follow(at, position);
    from = position + 1;
  }
  return from + Math.floor(next() * Math.min(3, bench.flippable - left - from + 1));
}

function pick(from: number, end: number, size: number, next: () => number): number[] {
  return Array.from({ length: end - from }, (_, k) => ({ j: from + k, at: next() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, size)
    .map(({ j }) => j)
    .sort((a, b) => a - b);
}

interface Counts {
  states: number;
  sets: number;
  /** Sets for which some free node uses all of its room; that flip a free node which another's share moves. */
  full: number;
  givenBack: number;
  leftOut: number;
  /** Sets of which the bound tells nearly the truth. */
  tight: number;
}

/** Looks at one state and row: a few sets in full, and every set that ranges leave out. */
function checkState(
  bench: Bench,
  depth: number,
  from: number,
  t: number,
  next: () => number,
  counts: Counts,
  at: string,
): void {
  const { engine, flippable, C, size } = bench;
  const left = size - depth;
  if (engine.formBounds(depth, from, t) === 0) return;
  counts.states++;
  const bounds = read(bench, depth, t);
  const { s, limit, g, leftOut, violation, z, u, free, shares, y } = bounds;
  const exact = (set: readonly number[]) => denseNorm(bench, bounds, change(bounds, set));
  // What the engine adds for rounding is far more than this test's own, so that nothing here needs a tolerance.
  const most = 4 * s * (g - leftOut) - 4 * violation;
  expect(limit, at).toBeLessThanOrEqual(most);

  for (let k = 0; k < 4; k++) {
    const set = pick(from, flippable, left, next);
    const name = `${at} set ${set.join(' ')}`;
    const d = change(bounds, set);
    const [norm, scale] = exact(set);
    counts.sets++;
    expect(outOfPlace(bench, bounds, set, d), name).toBeLessThanOrEqual(1e-12);
    const kept = free.filter((i) => !set.includes(i));
    const isFull = (i: number) => Math.min(C - y[i] * (z[i] + d[i]), y[i] * (z[i] + d[i])) < 1e-6 * C;
    if (kept.some(isFull)) counts.full++;
    if (free.some((i, a) => set.includes(i) && set.some((j) => shares[j][a] !== 0))) counts.givenBack++;

    bench.put(set);
    expect(Math.abs(engine.exactNorm(left) - norm), name).toBeLessThanOrEqual(1e-9 * scale);
    expect(engine.rangeNorm(left, 0), name).toBeGreaterThanOrEqual(norm);

    if (k > 1) continue;
    const after = bench.decide(u, y, set);
    const bound = g - leftOut - (norm + 4 * violation + 2 * s * leftOut) / (4 * s);
    expect(after, name).toBeGreaterThanOrEqual(bound - 1e-13 * (Math.abs(g) + scale / s));
    if (after - bound < 0.1 * (Math.abs(g) + Math.abs(after - g))) counts.tight++;
  }

  // Ranges, the whole one first, then those behind a prefix.
  for (let length = 0; length < left; length++) {
    const prefix = pick(from, flippable - (left - length), length, next);
    let longest = 0;
    for (const rest of setsOf((prefix.at(-1) ?? from - 1) + 1, flippable, left - length))
      longest = Math.max(longest, exact([...prefix, ...rest])[0]);
    bench.put(prefix);
    const name = `${at} behind ${prefix.join(' ')}`;
    expect(engine.rangeNorm(length, left - length), name).toBeGreaterThanOrEqual(longest);
  }

  // What the search leaves out lies below the limit, set by set.
  for (let first = from; first <= flippable - left; first++) {
    const found = engine.listSuspects(depth, first, t);
    if (found < 0) continue;
    const kept = new Set<string>();
    for (let place = 0; place < found; place++)
      kept.add(bench.indices(engine.suspectsAt(depth, first) + 24 * place, left).join());
    for (const rest of setsOf(first + 1, flippable, left - 1)) {
      const set = [first, ...rest];
      if (kept.has(set.join())) continue;
      counts.leftOut++;
      if (exact(set)[0] > most - 2 * s * leftOut) expect.fail(`${at} leaves out ${set.join(' ')}`);
    }
  }
}

/** Looks at states of problems: two of each, some of them disturbed by up to a share of the box. */
function checkAll(
  problems: number,
  left: number,
  make: (seed: number) => RandomProblem,
  disturbance: number,
): Counts {
  const counts: Counts = { states: 0, sets: 0, full: 0, givenBack: 0, leftOut: 0, tight: 0 };
  for (let seed = 1; seed <= problems; seed++) {
    const next = random(seed * 911 + left);
    const made = make(seed * 5 + left);
    const depth = Math.floor(next() * 3);
    if (made.problem.flippable.length < left + depth) continue;
    const bench = new Bench(made, left + depth);
    if (disturbance > 0) bench.leaveOut(0.3 * next() ** 2);
    for (let times = 0; times < 2; times++) {
      const from = walkTo(bench, depth, left, next);
      if (disturbance > 0) bench.disturb(depth, disturbance * 10 ** (-3 * next()), next);
      for (let t = 0; t < bench.rows.length; t++)
        checkState(bench, depth, from, t, next, counts, `seed ${seed}, row ${t}, from ${from}`);
    }
  }
  return counts;
}

describe('the bounds of the pruned search, from their definitions', () => {
  it.each([2, 3, 4, 5])('%i flips ahead', (left) => {
    const counts = checkAll(120, left, anyProblem, 0);
    // All of it happens often, or the test says nothing.
    expect(counts.states).toBeGreaterThan(300);
    expect(counts.full).toBeGreaterThan(50);
    expect(counts.givenBack).toBeGreaterThan(400);
    expect(counts.leftOut).toBeGreaterThan(1000);
    expect(counts.tight).toBeGreaterThan(10);
  });

  it.each([2, 3, 4])(
    '%i flips ahead of states that are not optimal, rows partly outside the span',
    (left) => {
      const counts = checkAll(200, left, anyProblem, 0.1);
      expect(counts.states).toBeGreaterThan(150);
    },
  );

  it.each([2, 3, 4, 5])('%i flips ahead, nearly dependent nodes, extreme scales and boxes', (left) => {
    const counts = checkAll(100, left, extremeProblem, 0);
    expect(counts.states).toBeGreaterThan(150);
    expect(counts.leftOut).toBeGreaterThan(200);
  });
});

describe('a row as seen from the span of the labelled nodes', () => {
  /** Integers, so that every sum can be had exactly; some rows nearly the same, some of the row outside the span. */
  function integers(seed: number) {
    const next = random(seed * 389 + 1);
    const m = 3 + Math.floor(next() * 10);
    const width = 2 + Math.floor(next() * 12);
    const inside = seed % 3 === 0 ? width : Math.ceil(width / 2);
    const entry = (size: number, k: number) => (k < inside ? Math.round(size * (next() - 0.5)) : 0);
    const rows = Array.from({ length: m }, () => Array.from({ length: width }, (_, k) => entry(2 ** 13, k)));
    for (let i = 1; i < m; i++) if (next() < 0.3) rows[i] = rows[0].map((value, k) => value + entry(3, k));
    const node = Array.from({ length: width }, () => Math.round(2 ** 13 * (next() - 0.5)));
    return { next, m, rows, node };
  }
  const product = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, k) => sum + v * b[k], 0);

  it('bounds what any change of the duals does', () => {
    let projected = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const { next, m, rows, node } = integers(seed);
      const Q = Float64Array.from({ length: m * m }, (_, e) => product(rows[Math.floor(e / m)], rows[e % m]));
      const u = Float64Array.from(rows, (row) => product(row, node));
      const whole = product(node, node);
      const [{ norm, leftOut }] = inSpan(Q, m, [u], whole, 10 ** (4 * next() - 2));
      if (norm < whole) projected++;
      for (let trial = 0; trial < 12; trial++) {
        // Random changes, and those along which the row moves most.
        const factor = choleskyFactor(Q, m, -(10 ** (-2 - trial)) * 2 ** 24);
        const along = factor !== null && trial > 3 ? choleskySolve(factor, m, u) : u.map(() => next() - 0.5);
        const largest = along.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
        const d = Array.from(along, (v) => BigInt(Math.round((v / largest) * 2 ** 30)));
        const weights = rows[0].map((_, k) => rows.reduce((sum, row, i) => sum + d[i] * BigInt(row[k]), 0n));
        const length = Math.sqrt(Number(weights.reduce((sum, v) => sum + v * v, 0n)));
        const change = Math.abs(Number(weights.reduce((sum, v, k) => sum + v * BigInt(node[k]), 0n)));
        const bound = Math.sqrt(norm) * length + leftOut * 2 ** 30;
        expect(change, `seed ${seed}`).toBeLessThanOrEqual(bound * (1 + 1e-15));
      }
    }
    expect(projected).toBeGreaterThan(150);
  });

  it('needs a kernel that is positive semi-definite', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { m, rows } = integers(seed);
      const Q = Float64Array.from({ length: m * m }, (_, e) => product(rows[Math.floor(e / m)], rows[e % m]));
      expect(isSemiDefinite(Q, m)).toBe(true);
      // Two nodes that are the same but for a slightly smaller kernel of one with itself.
      const twin = (i: number) => (i === 1 ? 0 : i);
      const sunk = Q.map((_, e) => Q[twin(Math.floor(e / m)) * m + twin(e % m)]);
      sunk[m + 1] *= 1 - 1e-6;
      expect(isSemiDefinite(sunk, m)).toBe(false);
    }
  });
});
