import { beforeAll, describe, expect, it } from 'vitest';
import type { FlipModule } from '../../src/core/certify/flip/wasm-module';
import type { MilpSolver } from '../../src/core/certify/milp/model';
import { loadMilpSolver } from '../../src/jobs/highs';
import { build, isSound } from '../soak/case';
import { check } from '../soak/check';
import { draw } from '../soak/draw';
import { METHODS } from '../soak/methods';
import type { Engines, SoakMethod } from '../soak/methods';
import { soak } from '../soak/soak';
import { Truth } from '../soak/truth';
import { certifyHere } from '../support/certify';
import { compiledFlip } from '../support/flip';
import { wasm } from '../support/programs';

let flip: FlipModule;
let milp: MilpSolver;
beforeAll(async () => {
  flip = await compiledFlip();
  milp = await loadMilpSolver(wasm);
});

const engines = (): Engines => ({ flip, milp, pools: [] });

describe('a short soak', () => {
  it('compares answers of every method that needs no threads, and finds no difference', async () => {
    const report = await soak({
      methods: METHODS,
      engines: engines(),
      seed: 1,
      enough: ({ problems }) => problems >= 24,
    });
    expect(report.failure?.text).toBeUndefined();
    expect(report.answers).toBeGreaterThan(4000);
    const often = METHODS.filter(({ every }) => every <= 2).map(({ name }) => name);
    expect(often.filter((name) => !report.byMethod.has(name))).toEqual([]);
  });

  it('draws what it says: classes, ties, twins, trusted labels, negative eigenvalues, C of every size', () => {
    const drawn = Array.from({ length: 400 }, (_, seed) => draw(seed));
    const share = (holds: (of: (typeof drawn)[number]) => boolean): number =>
      drawn.filter(holds).length / drawn.length;
    expect(drawn.every(isSound)).toBe(true);
    for (const classes of [2, 3, 4, 5]) expect(share((of) => of.classes === classes)).toBeGreaterThan(0.05);
    for (let m = 1; m <= 10; m++)
      expect(share(({ labelled }) => labelled.length === m)).toBeGreaterThan(0.02);
    expect(share(({ signs }) => signs.includes(-1))).toBeGreaterThan(0.05);
    expect(share(({ trusted }) => trusted.length > 0)).toBeGreaterThan(0.15);
    expect(share(({ C }) => C < 1e-4)).toBeGreaterThan(0.03);
    expect(share(({ C }) => C > 1e4)).toBeGreaterThan(0.03);
    const twins = ({ labelled }: (typeof drawn)[number]): boolean =>
      new Set(labelled.map((row) => row.join())).size < labelled.length;
    expect(share(twins)).toBeGreaterThan(0.2);
    const tied = drawn
      .slice(0, 30)
      .filter((of) => new Truth(build(of)).nodes.some(({ tie }) => tie === 'yes'));
    expect(tied.length).toBeGreaterThan(2);
  });
});

/** Engines with one thing wrong with them, as a fault in the code would be. */
const BROKEN: readonly (readonly [string, (plain: FlipModule) => FlipModule])[] = [
  [
    'leaves out the sets that begin with the first node',
    (plain) => (imports) => {
      const engine = plain(imports);
      return { ...engine, walk: (depth, from, deeper) => engine.walk(depth, depth === 0 ? 1 : from, deeper) };
    },
  ],
  [
    'does not tell of sets of two',
    (plain) => (imports) => {
      const record = (depth: number): void => {
        if (depth !== 2) imports.index.record(depth);
      };
      return plain({ ...imports, index: { ...imports.index, record } });
    },
  ],
];

describe('a broken engine', () => {
  it.each(BROKEN)('that %s is found, and the case made small', async (_name, damage) => {
    const broken: SoakMethod = {
      name: 'broken',
      every: 1,
      fits: ({ problem }) => problem.type === 'binary',
      run: async ({ problem, truth }, { flip: plain }) => {
        if (problem.type !== 'binary' || plain === null) throw new Error('This is for two classes.');
        const asked = { method: 'enumerate', flip: damage(plain) } as const;
        return {
          type: 'certificate',
          certificate: (await certifyHere(problem.binary, truth, asked)).certificate,
        };
      },
    };
    const { failure, problems } = await soak({
      methods: [broken],
      engines: engines(),
      seed: 1,
      enough: (report) => report.problems >= 200,
    });
    expect(failure, `${problems} problems`).not.toBeNull();
    if (failure === null) return;
    expect(failure.difference.method).toBe('broken');
    expect(failure.least.labelled.length).toBeLessThanOrEqual(3);
    expect(failure.least.tests.length).toBe(1);
    // The case fails, and nothing but the broken engine does.
    expect((await check(failure.least, [broken], engines())).difference).toEqual(failure.difference);
    expect((await check(failure.least, METHODS, engines())).difference).toBeNull();
    for (const line of ['method "broken"', 'it(', JSON.stringify(failure.least.tests[0])])
      expect(failure.text).toContain(line);
  });
});
