import { beforeAll, describe, expect, it } from 'vitest';
import { flipped } from '../../src/core/certify/clean';
import { searchOrder } from '../../src/core/certify/flip/search';
import { testRows } from '../../src/core/certify/flip/test-rows';
import { wasmSearcher } from '../../src/core/certify/flip/wasm-search';
import type { FlipExports, FlipModule } from '../../src/core/certify/flip/wasm-module';
import { prepareProblem } from '../../src/core/certify/portfolio';
import { solveBoxQp } from '../../src/core/svm/box-qp';
import { compiledFlip } from '../support/flip';
import { random, randomProblem } from '../support/random';
import type { RandomProblem } from '../support/random';

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

  times(z: Float64Array): Float64Array {
    return Float64Array.from(this.Q, (row) => dot(row, z));
  }

  /** The duals that training from nothing gives. */
  train(y: Float64Array, flips: readonly number[]): Float64Array {
    return solveBoxQp(this.dense, flipped(Int8Array.from(y), flips), this.C);
  }
}

/** What the bounds of one row at one state rest on, read from the engine's memory. */
function read(bench: Bench, depth: number, t: number) {
  const { engine, m, C, rows } = bench;
  const free = Array.from(bench.indices(engine.freeNodesAt(), engine.freeCount()));
  const share = (j: number) => bench.numbers(engine.sharesAt() + j * engine.rowBytes(), free.length);
  const [, norm, leftOut] = bench.numbers(engine.testNumbersAt() + 48 * t, 6);
  const y = bench.vector(depth, 0);
  const z = bench.vector(depth, 1);
  const f = bench.times(z);
  const u = rows[t];
  const violation = f.reduce((sum, fi, i) => {
    const slack = 1 - y[i] * fi;
    const wrong = free.includes(i) ? Math.abs(slack) : z[i] === 0 ? slack : -slack;
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

/** Whether each ẑ_i is C times a slope of the loss at f_i under the set's labels, negated. */
function expectDuals(
  bench: Bench,
  { free, z, f, y }: Bounds,
  set: readonly number[],
  d: Float64Array,
  name: string,
): void {
  const { C } = bench;
  const close = 1e-12 * C;
  for (let i = 0; i < bench.m; i++) {
    const dual = z[i] + d[i];
    if (set.includes(i)) {
      const margin = -y[i] * f[i];
      const alpha = -y[i] * dual;
      expect(alpha, name).toBeGreaterThanOrEqual(-close);
      expect(alpha, name).toBeLessThanOrEqual(C + close);
      if (margin < 1 - 1e-9) expect(Math.abs(alpha - C), name).toBeLessThanOrEqual(close);
      if (margin > 1 + 1e-9) expect(Math.abs(alpha), name).toBeLessThanOrEqual(close);
    } else if (free.includes(i)) {
      expect(y[i] * dual, name).toBeGreaterThanOrEqual(-close);
      expect(y[i] * dual, name).toBeLessThanOrEqual(C + close);
    } else expect(d[i], name).toBe(0);
  }
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
  expect(limit, at).toBeLessThanOrEqual(4 * s * (g - leftOut) - 4 * violation + 1e-12 * s * Math.abs(g));

  for (let k = 0; k < 4; k++) {
    const set = pick(from, flippable, left, next);
    const name = `${at} set ${set.join(' ')}`;
    const d = change(bounds, set);
    const [norm, scale] = exact(set);
    counts.sets++;
    expectDuals(bench, bounds, set, d, name);
    const kept = free.filter((i) => !set.includes(i));
    const isFull = (i: number) => Math.min(C - y[i] * (z[i] + d[i]), y[i] * (z[i] + d[i])) < 1e-6 * C;
    if (kept.some(isFull)) counts.full++;
    if (free.some((i, a) => set.includes(i) && set.some((j) => shares[j][a] !== 0))) counts.givenBack++;

    bench.put(set);
    expect(Math.abs(engine.exactNorm(left) - norm), name).toBeLessThanOrEqual(1e-9 * scale);
    expect(engine.rangeNorm(left, 0), name).toBeGreaterThanOrEqual(norm - 1e-9 * scale);

    if (k > 1) continue;
    const after = dot(u, bench.train(y, set));
    const bound = g - leftOut - (norm + 4 * violation + 2 * s * leftOut) / (4 * s);
    expect(after, name).toBeGreaterThanOrEqual(bound - 1e-9 * (1 + scale / s));
    if (after - bound < 0.1 * (Math.abs(g) + Math.abs(after - g))) counts.tight++;
  }

  // Ranges, the whole one first, then those behind a prefix.
  for (let length = 0; length < left; length++) {
    const prefix = pick(from, flippable - (left - length), length, next);
    let most = -Infinity;
    let scale = 0;
    for (const rest of setsOf((prefix.at(-1) ?? from - 1) + 1, flippable, left - length)) {
      const [norm, terms] = exact([...prefix, ...rest]);
      most = Math.max(most, norm);
      scale = Math.max(scale, terms);
    }
    bench.put(prefix);
    const name = `${at} behind ${prefix.join(' ')}`;
    expect(engine.rangeNorm(length, left - length), name).toBeGreaterThanOrEqual(most - 1e-9 * scale);
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
      const [norm, scale] = exact(set);
      expect(norm, `${at} leaves out ${set.join(' ')}`).toBeLessThanOrEqual(limit + 1e-11 * scale);
    }
  }
}

describe('the bounds of the pruned search, from their definitions', () => {
  it.each([2, 3, 4, 5])('%i flips ahead', (left) => {
    const counts: Counts = { states: 0, sets: 0, full: 0, givenBack: 0, leftOut: 0, tight: 0 };
    for (let seed = 1; seed <= 90; seed++) {
      const next = random(seed * 911 + left);
      const made = anyProblem(seed * 5 + left);
      const depth = Math.floor(next() * 3);
      if (made.problem.flippable.length < left + depth) continue;
      const bench = new Bench(made, left + depth);
      for (let times = 0; times < 2; times++) {
        const from = walkTo(bench, depth, left, next);
        for (let t = 0; t < bench.rows.length; t++)
          checkState(bench, depth, from, t, next, counts, `seed ${seed}, row ${t}, from ${from}`);
      }
    }
    // All of it happens often, or the test says nothing.
    expect(counts.states).toBeGreaterThan(300);
    expect(counts.full).toBeGreaterThan(50);
    expect(counts.givenBack).toBeGreaterThan(400);
    expect(counts.leftOut).toBeGreaterThan(1000);
    expect(counts.tight).toBeGreaterThan(20);
  });
});
