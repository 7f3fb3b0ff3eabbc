import { describe, expect, it } from 'vitest';
import { exactSigns } from '../../src/core/certify/exact';
import { prepareProblem } from '../../src/core/certify/portfolio';
import type { Problem } from '../../src/core/certify/problem';
import { multiclassOracle, prepareMulticlass } from '../../src/core/certify/multiclass/problem';
import type { MulticlassProblem } from '../../src/core/certify/multiclass/problem';
import { certifyHere, certifyMulticlassHere } from '../support/certify';

/** Labelled nodes and test nodes by their features; the kernel is the dot product. */
function problemOf(labelled: number[][], y: number[], tests: number[][], C: number): Problem {
  const dot = (a: number[], b: number[]): number => a.reduce((s, v, k) => s + v * b[k], 0);
  return {
    m: labelled.length,
    tests: tests.length,
    Q: Float64Array.from(labelled.flatMap((a) => labelled.map((b) => dot(a, b)))),
    R: Float64Array.from(tests.flatMap((t) => labelled.map((b) => dot(t, b)))),
    testDiagonal: Float64Array.from(tests, (t) => dot(t, t)),
    y: Int8Array.from(y),
    C,
    flippable: Int32Array.from(labelled.keys()),
  };
}

describe('exact ties', () => {
  it('a clean tie is neither safe nor broken', async () => {
    // Two labelled nodes mirror each other about the test node: f = 0.
    const problem = problemOf(
      [
        [1, 0],
        [0, 1],
      ],
      [1, -1],
      [
        [1, 1],
        [1, 0.2],
      ],
      0.5,
    );
    const { tie, view } = prepareProblem(problem, Int32Array.of(1, 1));
    expect(Array.from(tie)).toEqual([1, 0]);
    expect(Array.from(view.sign)).toEqual([0, 1]);
    const { certificate } = await certifyHere(problem, Int32Array.of(1, 1));
    expect(certificate.sampleWise.nodes[0]).toMatchObject({
      safe: 0,
      breaking: null,
      witness: null,
      tie: true,
    });
    expect(certificate.sampleWise.status).toBe('bracket');
    // The tie may change with any flip, but nothing shows that it does.
    const one = certificate.collective.levels[1];
    expect(one.changedAtMost).toBe(one.changed + 1);
  });

  it('a tie under attack is open, never certified and never broken', async () => {
    // Flipping the second of two equal rows leaves the test node at exactly 0.
    const problem = problemOf(
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      [1, 1, 1],
      [[1, 0]],
      0.25,
    );
    const { certificate } = await certifyHere(problem, Int32Array.of(1));
    const [node] = certificate.sampleWise.nodes;
    expect(node.safe).toBe(0);
    expect(node.breaking).toBe(2);
    expect(certificate.sampleWise.status).toBe('bracket');
    const one = certificate.collective.levels[1];
    expect([one.changed, one.changedAtMost]).toEqual([0, 1]);
  });

  it('a test node that no labelled node touches is predicted positive whatever is flipped', async () => {
    const problem = problemOf(
      [
        [1, 0],
        [0.5, 0],
      ],
      [1, -1],
      [
        [0, 1],
        [1, 0],
      ],
      1,
    );
    const { certificate } = await certifyHere(problem, Int32Array.of(1, 1));
    expect(certificate.decisions[0]).toBe(0);
    expect(certificate.sampleWise.nodes[0]).toEqual({ safe: 2, breaking: null, witness: null, tie: false });
  });
});

describe('the interval of a tie', () => {
  it('holds zero and the decision, and no more than the box allows', () => {
    for (const C of [1e-6, 0.5, 1e6]) {
      const halves = [
        [1, 0],
        [0, 1],
      ];
      const problem = problemOf(halves, [1, -1], [[1, 1]], C);
      const { tie, intervals, decisions } = prepareProblem(problem, Int32Array.of(1));
      expect(tie[0]).toBe(1);
      const [[low, high]] = intervals;
      expect(low <= Math.min(0, decisions[0]) && high >= Math.max(0, decisions[0])).toBe(true);
      expect(Math.max(-low, high)).toBeLessThanOrEqual(2 * C * (1 + 1e-12));
    }
  });
});

describe('features too small for doubles', () => {
  it('a kernel that has vanished certifies nothing', async () => {
    const problem = problemOf(
      [
        [1e-200, 0],
        [0, 1e-200],
      ],
      [1, -1],
      [[1e-200, 1e-201]],
      1,
    );
    const { certificate } = await certifyHere(problem, Int32Array.of(1));
    expect(certificate.sampleWise.nodes[0]).toMatchObject({
      safe: 0,
      breaking: null,
      witness: null,
      tie: true,
    });
  });
});

describe('exact arithmetic', () => {
  it('tells apart what the duality gap cannot: a value of 2^-30 of either sign', () => {
    for (const epsilon of [2 ** -30, -(2 ** -30)]) {
      const problem = problemOf(
        [
          [1, 0],
          [0, 1],
        ],
        [1, -1],
        [[1 + epsilon, 1]],
        0.5,
      );
      expect(exactSigns(problem, problem.y, [0])?.[0]).toBe(Math.sign(epsilon));
    }
  });

  it('free duals: solves the system, not the guess', () => {
    // Separable with C large: both nodes sit on their margin, z = (1/4, -1).
    const problem = problemOf(
      [
        [2, 0],
        [0, 1],
      ],
      [1, -1],
      [
        [1, 0.5 - 2 ** -28],
        [1, 0.5 + 2 ** -28],
      ],
      10,
    );
    expect(Array.from(exactSigns(problem, problem.y, [0, 1]) ?? [])).toEqual([1, -1]);
  });

  it('does not read a sign out of the rounding of the kernel itself', () => {
    const problem = problemOf(
      [
        [1, 0],
        [0, 1],
      ],
      [1, -1],
      [[1 + 2 ** -51, 1]],
      0.5,
    );
    expect(exactSigns(problem, problem.y, [0])?.[0]).toBe(0);
  });
});

describe('a kernel that is not a kernel', () => {
  it('is refused when it holds a value that is not finite', () => {
    const problem = problemOf([[1, 0]], [1], [[1, 0]], 1);
    problem.R[0] = Number.NaN;
    expect(() => prepareProblem(problem, Int32Array.of(1))).toThrow(/not a finite number/);
  });
});

describe('multi-class', () => {
  const dot = (a: number[], b: number[]): number => a.reduce((s, v, k) => s + v * b[k], 0);
  const labelled = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const problemFor = (tests: number[][]): MulticlassProblem => ({
    m: 3,
    tests: tests.length,
    classes: 3,
    Q: Float64Array.from(labelled.flatMap((a) => labelled.map((b) => dot(a, b)))),
    R: Float64Array.from(tests.flatMap((t) => labelled.map((b) => dot(t, b)))),
    testDiagonal: Float64Array.from(tests, (t) => dot(t, t)),
    labels: Int32Array.of(0, 1, 2),
    C: 0.5,
    flippable: Int32Array.of(0, 1, 2),
  });

  it('two classes level: a tie, neither safe nor broken', async () => {
    const { certificate } = await certifyMulticlassHere(problemFor([[1, 1, 0]]), Int32Array.of(0));
    expect(certificate.sampleWise.nodes[0]).toMatchObject({
      safe: 0,
      breaking: null,
      witness: null,
      tie: true,
    });
  });

  it('a clean prediction that floating point leaves open is settled exactly', () => {
    // Twins of different labels: their duals are free, and the gap leaves more than the margin open.
    const points = [
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const clean = (epsilon: number) => {
      const tests = [[1, 0, epsilon]];
      const problem = {
        ...problemFor(tests),
        m: 4,
        Q: Float64Array.from(points.flatMap((a) => points.map((b) => dot(a, b)))),
        R: Float64Array.from(tests.flatMap((t) => points.map((b) => dot(t, b)))),
        labels: Int32Array.of(0, 1, 2, 0),
        C: 4,
        flippable: Int32Array.of(0, 1, 2, 3),
      };
      const { predicted, tie, intervals, decisions } = prepareMulticlass(problem, Int32Array.of(0));
      expect(intervals[0][0]).toBeLessThan(0);
      expect(decisions[0]).toBeGreaterThanOrEqual(0);
      return [tie[0], predicted[0]];
    };
    expect(clean(2 ** -28)).toEqual([0, 0]);
    expect(clean(-(2 ** -28))).toEqual([0, 1]);
    expect(clean(0)[0]).toBe(1);
  });

  it('a difference of 2^-30 is settled exactly, one at the level of rounding is not', () => {
    for (const [epsilon, verdict] of [
      [2 ** -30, -1],
      [-(2 ** -30), 1],
      [2 ** -51, 0],
    ] as const) {
      const problem = problemFor([[1 + epsilon, 1, 0]]);
      const clean = {
        ...prepareMulticlass(problem, Int32Array.of(0)),
        predicted: Int32Array.of(0),
        tie: new Uint8Array(1),
      };
      expect(multiclassOracle(problem, clean).settle([], [0])).toEqual([verdict]);
    }
  });
});
