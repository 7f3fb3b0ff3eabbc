import { beforeAll, describe, expect, it } from 'vitest';
import { decide, flipped } from '../../src/core/certify/clean';
import { searchOrder, setsOfSize, splitSearch } from '../../src/core/certify/flip/search';
import type { SearchTask } from '../../src/core/certify/flip/search';
import { rowOrder } from '../../src/core/certify/flip/test-rows';
import { wasmSearcher } from '../../src/core/certify/flip/wasm-search';
import type { FlipModule } from '../../src/core/certify/flip/wasm-module';
import { Knowledge } from '../../src/core/certify/knowledge';
import { binaryOracle } from '../../src/core/certify/oracle';
import { prepareProblem } from '../../src/core/certify/portfolio';
import type { Problem, TestView } from '../../src/core/certify/problem';
import { solveBoxQp } from '../../src/core/svm/box-qp';
import { bruteForce } from '../support/brute-force';
import { compiledFlip } from '../support/flip';
import { random, randomProblem } from '../support/random';
import type { RandomProblem } from '../support/random';

/** Closer to a tie than this the brute force itself decides by rounding. */
const DECIDABLE = 1e-7;

let flip: FlipModule;
beforeAll(async () => {
  flip = await compiledFlip();
});

/** All sets of exactly `size` of the given nodes, ascending. */
function* setsOf(nodes: readonly number[], size: number, from = 0): Generator<readonly number[]> {
  if (size === 0) yield [];
  else
    for (let at = from; at <= nodes.length - size; at++)
      for (const rest of setsOf(nodes, size - 1, at + 1)) yield [nodes[at], ...rest];
}

/** Kernels of every kind, most of them such that sets of some flips are left out. */
function anyProblem(seed: number, m: [number, number]): RandomProblem {
  const made = randomProblem(seed, {
    m,
    tests: 5,
    trusted: seed % 3 === 0,
    logC: [-2.5, seed % 4 === 0 ? 1 : -0.3],
  });
  if (seed % 2 === 0) return made;
  // With the nodes farther apart each flip weighs less, and there is more to leave out.
  const Q = made.problem.Q.map((value, e) => (e % (made.problem.m + 1) === 0 ? value + 0.5 : value));
  return { ...made, problem: { ...made.problem, Q } };
}

/**
 * Test nodes that lie where some set of `size` flips moves the weights to: there the bound is nearly the truth, and
 * whatever it would leave out without right it does leave out.
 */
function aimedProblem(seed: number, m: number, size: number): RandomProblem {
  const next = random(seed * 7757 + size);
  const tests = 5;
  const width = m + 3;
  const rows = Array.from({ length: m }, () => Array.from({ length: width }, () => next() - 0.4));
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, v, k) => sum + (v * b[k]) / width, 0);
  const Q = Float64Array.from({ length: m * m }, (_, e) => dot(rows[Math.floor(e / m)], rows[e % m]));
  const C = 10 ** (-0.5 + 1.5 * next());
  const y = Int8Array.from({ length: m }, () => (next() < 0.5 ? -1 : 1));
  const z = solveBoxQp(Q, y, C);
  const features = Array.from({ length: tests }, () => {
    const set = Array.from({ length: m }, (_, i) => ({ i, at: next() })).sort((a, b) => a.at - b.at);
    const moved = solveBoxQp(
      Q,
      flipped(
        y,
        set.slice(0, size).map(({ i }) => i),
      ),
      C,
    );
    const noise = 10 ** (-1 - 3 * next());
    return Array.from({ length: width }, (_, k) =>
      rows.reduce((sum, row, i) => sum - ((moved[i] - z[i]) * row[k]) / C, noise * (next() - 0.5)),
    );
  });
  const flippable = Int32Array.from({ length: m }, (_, i) => i);
  const R = Float64Array.from({ length: tests * m }, (_, e) => dot(features[Math.floor(e / m)], rows[e % m]));
  const testDiagonal = Float64Array.from(features, (of) => dot(of, of));
  return { problem: { m, tests, Q, R, testDiagonal, y, C, flippable }, truth: new Int32Array(tests) };
}

interface Decided {
  readonly set: readonly number[];
  /** Per row, the decision in units of sqrt(Q_tt), positive while the prediction stands, and its radius. */
  readonly g: readonly number[];
  readonly radius: readonly number[];
}

/** Every set of one size, each trained from scratch by the separate solver. */
function decideAll(problem: Problem, { sign, correct }: TestView, size: number): Decided[] {
  const { index } = rowOrder({ sign, correct });
  return Array.from(setsOf(Array.from(problem.flippable), size), (set) => {
    const { values, radii } = decide(problem, flipped(problem.y, set));
    const unit = (t: number): number => Math.sqrt(problem.testDiagonal[t]);
    return {
      set,
      g: Array.from(index, (t) => (sign[t] * values[t]) / unit(t)),
      radius: Array.from(index, (t) => radii[t] / unit(t)),
    };
  });
}

/** For each row a decision that the weakest of these sets fall below: every third the one that certifies. */
function thresholds(decided: readonly Decided[], rows: number, seed: number): Float64Array {
  const next = random(seed + 4242);
  return Float64Array.from({ length: rows }, (_, row) => {
    if (next() < 0.3) return 0;
    const sorted = decided.map(({ g }) => g[row]).sort((a, b) => a - b);
    return sorted[Math.floor(next() ** 3 * sorted.length)];
  });
}

const nothingKnown = (levels: number, rows: number) => ({
  least: new Int16Array(rows).fill(levels + 1),
  most: [new Int32Array(levels + 1), new Int32Array(levels + 1)] as const,
});

/** What a search leaves out, and how many of the sets that it must not. */
function leftOut(seed: number, { problem, truth }: RandomProblem, sizes: readonly number[]) {
  const counts = { pairs: 0, leftOut: 0, below: 0 };
  const { view } = prepareProblem(problem, truth);
  const rows = view.sign.filter((s) => s !== 0).length;
  const n = problem.flippable.length;
  for (const size of sizes) {
    if (size > n) continue;
    const decided = decideAll(problem, view, size);
    const threshold = thresholds(decided, rows, seed * 31 + size);
    const looked = new Map<string, Set<number>>();
    const searcher = wasmSearcher(
      flip,
      problem,
      view,
      { size },
      {
        threshold,
        looked: (flips, at) => {
          const key = [...flips].sort((a, b) => a - b).join();
          const seen = looked.get(key) ?? new Set<number>();
          at.forEach((row) => seen.add(row));
          looked.set(key, seen);
        },
      },
    );
    if (searcher === null) throw new Error('No compiled engine.');
    for (const task of splitSearch(n, size, 7)) {
      const answer = searcher.run(task, nothingKnown(n, rows), () => false);
      expect(answer.complete).toBe(true);
    }
    for (const { set, g, radius } of decided) {
      for (let row = 0; row < rows; row++) {
        counts.pairs++;
        const seen = looked.get(set.join())?.has(row) === true;
        if (!seen) counts.leftOut++;
        if (g[row] + radius[row] >= threshold[row]) continue;
        counts.below++;
        if (!seen)
          expect.fail(`seed ${seed}: set ${set.join(' ')} brings row ${row} to ${g[row]}, and is left out`);
      }
    }
  }
  return counts;
}

describe('no set that matters is left out', () => {
  it.each([
    ['2 to 5 flips of 6 to 11 labels', 400, [6, 11], [2, 3, 4, 5]],
    ['8 flips of 11 and 12 labels, bounded five flips ahead', 40, [11, 12], [8]],
    ['2 and 3 flips of 20 to 28 labels', 16, [20, 28], [2, 3]],
  ] as const)('%s', (_, problems, [low, high], sizes) => {
    const total = { pairs: 0, leftOut: 0, below: 0 };
    for (let seed = 1; seed <= problems; seed++) {
      const counts = leftOut(seed, anyProblem(seed, [low, high]), sizes);
      total.pairs += counts.pairs;
      total.leftOut += counts.leftOut;
      total.below += counts.below;
    }
    // Both happen often, or the test says nothing.
    expect(total.leftOut).toBeGreaterThan(0.2 * total.pairs);
    expect(total.below).toBeGreaterThan(0.02 * total.pairs);
  });

  it.each([
    [3, 11, 200],
    [4, 10, 100],
    [5, 10, 100],
    [8, 12, 20],
  ])('%i flips of %i labels, where the bound is nearly the truth', (size, m, problems) => {
    let left = 0;
    for (let seed = 1; seed <= problems; seed++) {
      const counts = leftOut(seed, aimedProblem(seed, m, size), [size]);
      left += counts.leftOut;
    }
    expect(left).toBeGreaterThan(0);
  });
});

describe('radii', () => {
  it('are those of brute force, size by size', () => {
    let compared = 0;
    for (let seed = 1; seed <= 250; seed++) {
      const { problem, truth } = anyProblem(seed, [3, 9]);
      const whole = bruteForce(problem, truth);
      if (whole.closest < DECIDABLE) continue;
      compared++;
      const { view } = prepareProblem(problem, truth);
      const n = problem.flippable.length;
      const knowledge = new Knowledge(binaryOracle(problem, view), view, n);
      for (let size = 1; size <= n; size++) {
        const searcher = wasmSearcher(flip, problem, view, { size });
        if (searcher === null) throw new Error('No compiled engine.');
        const known = knowledge.known();
        for (const task of splitSearch(n, size, 5)) knowledge.merge(searcher.run(task, known, () => false));
        knowledge.closeRows(size);
      }
      expect(knowledge.verifyWitnesses()).toBe(0);
      knowledge.rows.forEach((t, row) => {
        expect(knowledge.least[row], `seed ${seed}, node ${t}`).toBe(Math.min(whole.least[t], n + 1));
        expect(knowledge.safe[row]).toBe(Math.min(whole.least[t] - 1, n));
      });
    }
    expect(compared).toBeGreaterThan(200);
  });
});

describe('the tasks of a search', () => {
  it('hold every set of the size once', () => {
    for (const [n, size] of [
      [5, 1],
      [6, 2],
      [7, 4],
      [8, 6],
      [9, 8],
      [9, 9],
    ]) {
      const covered = splitSearch(n, size, 6).flatMap(({ prefixes }: SearchTask) =>
        prefixes.flatMap((prefix) => {
          const behind = Array.from({ length: n }, (_, i) => i).filter((i) => i > (prefix.at(-1) ?? -1));
          return [...setsOf(behind, size - prefix.length)].map((rest) => [...prefix, ...rest].join());
        }),
      );
      const all = [...setsOf([...Array(n).keys()], size)].map((set) => set.join());
      expect(covered.sort()).toEqual(all.sort());
      expect(splitSearch(n, size).reduce((sum, { sets }) => sum + sets, 0)).toBe(setsOfSize(n, size));
    }
  });

  it('begin with the strongest labels', () => {
    const Q = Float64Array.from([1, 0, 0, 0, 3, 0, 0, 0, 2]);
    expect(Array.from(searchOrder({ m: 3, Q, flippable: Int32Array.from([0, 1, 2]) }))).toEqual([1, 2, 0]);
  });

  it('stop when told to', () => {
    const { problem, truth } = anyProblem(5, [20, 20]);
    const { view } = prepareProblem(problem, truth);
    const rows = view.sign.filter((s) => s !== 0).length;
    const n = problem.flippable.length;
    const searcher = wasmSearcher(flip, problem, view, { size: 6 });
    const [task] = splitSearch(n, 6, 1);
    const answer = searcher?.run(task, nothingKnown(n, rows), () => true);
    expect(answer?.complete).toBe(false);
  });
});
