import { beforeAll, describe, expect, it } from 'vitest';
import { prepareProblem } from '../../src/core/certify/portfolio';
import { enumerationStages } from '../../src/core/certify/stages';
import { TaskRunner } from '../../src/core/certify/task';
import type { Task } from '../../src/core/certify/task';
import type { Problem } from '../../src/core/certify/problem';
import type { Known, WalkAnswer, WalkPlan } from '../../src/core/certify/flip/walk';
import { Walker } from '../../src/core/certify/flip/walk';
import { wasmWalker } from '../../src/core/certify/flip/wasm-walk';
import type { FlipModule } from '../../src/core/certify/flip/wasm-module';
import type { WalkTask } from '../../src/core/certify/flip/visit';
import { bruteForce } from '../support/brute-force';
import { certifyHere } from '../support/certify';
import { compiledFlip } from '../support/flip';
import { random, randomProblem } from '../support/random';
import type { RandomProblem } from '../support/random';

const PROBLEMS = 2000;
/** Closer to a tie than this the brute force itself decides by rounding. */
const DECIDABLE = 1e-7;
const WHOLE: WalkTask = { prefix: [], below: true, sets: NaN };

let flip: FlipModule;
beforeAll(async () => {
  flip = await compiledFlip();
});

/** Every kind of problem: 2 to 12 labels, any rank, duplicates, any C, some trusted labels. */
function anyProblem(seed: number): RandomProblem {
  const logC: [number, number] = seed % 5 === 0 ? [-6, 3] : [-2.5, 1];
  return randomProblem(seed, {
    m: [2, seed % 8 === 0 ? 12 : 8],
    tests: seed % 13,
    logC,
    trusted: seed % 3 === 0,
  });
}

/**
 * A problem whose walk loses its way now and then and is repaired: labelled nodes in pairs that differ by rounding's
 * leave, or a kernel that is not positive semi-definite.
 */
function roughProblem(seed: number): RandomProblem {
  const { problem, truth } = randomProblem(seed, {
    m: [5, 9],
    tests: 5,
    logC: seed % 2 === 0 ? [0, 1] : [2, 4],
  });
  const { m } = problem;
  const Q = problem.Q.slice();
  if (seed % 3 === 0) {
    for (let i = 0; i < m; i++) Q[i * m + i] *= 0.8;
    return { problem: { ...problem, Q }, truth };
  }
  const next = random(seed);
  const apart = 10 ** -(4 + (seed % 4));
  const rows: number[][] = [];
  for (let i = 0; i < m; i++)
    rows.push([0, 1, 2].map((k) => (i % 2 === 1 ? rows[i - 1][k] + apart * next() : next() - 0.4)));
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) Q[i * m + j] = rows[i].reduce((sum, v, k) => sum + v * rows[j][k], 0);
  return { problem: { ...problem, Q }, truth };
}

function nothingKnown(levels: number, rows: number): Known {
  return {
    least: new Int16Array(rows).fill(levels + 1),
    most: [new Int32Array(levels + 1), new Int32Array(levels + 1)],
  };
}

/** What both engines answer to one task, without their names. */
function bothAnswer(
  { problem, truth }: RandomProblem,
  plan: WalkPlan,
  task: WalkTask,
  stopAfter = Infinity,
): { readonly plain: object; readonly compiled: object; readonly answer: WalkAnswer } {
  const { view } = prepareProblem(problem, truth);
  const rows = view.sign.filter((s) => s !== 0).length;
  const compiledWalker = wasmWalker(flip, problem, view, plan);
  if (compiledWalker === null) throw new Error('No compiled engine.');
  const [plain, compiled] = [new Walker(problem, view, plan), compiledWalker].map((walker) => {
    let visited = 0;
    const told: number[] = [];
    const answer = walker.run(task, nothingKnown(plan.levels, rows), (sets) => {
      told.push(sets);
      visited += sets;
      return visited >= stopAfter;
    });
    return { answer, told };
  });
  expect(plain.answer.engine).toBe('TypeScript');
  expect(compiled.answer.engine).toBe('WebAssembly');
  const nameless = { engine: null };
  return {
    plain: { ...plain.answer, ...nameless, told: plain.told },
    compiled: { ...compiled.answer, ...nameless, told: compiled.told },
    answer: compiled.answer,
  };
}

describe('the compiled flip engine equals the plain one', () => {
  it(`certificates of ${PROBLEMS} random problems, witnesses and all`, async () => {
    let exact = 0;
    for (let seed = 1; seed <= PROBLEMS; seed++) {
      const { problem, truth } = anyProblem(seed);
      const n = problem.flippable.length;
      const asked = {
        method: seed % 2 === 0 ? 'auto' : 'enumerate',
        // Few levels walk plainly, all of them with mirror images.
        ...(seed % 7 === 0
          ? { levels: [0, 1, Math.min(3, n)].filter((k, at, all) => all.indexOf(k) === at) }
          : {}),
      } as const;
      const plain = await certifyHere(problem, truth, asked);
      const compiled = await certifyHere(problem, truth, { ...asked, flip });
      if (JSON.stringify(compiled) !== JSON.stringify(plain)) expect(compiled, `seed ${seed}`).toEqual(plain);
      if (plain.certificate.collective.status === 'exact') exact++;
    }
    expect(exact).toBeGreaterThan(0.9 * PROBLEMS);
  });

  it('every answer of a walk: doubts, sets, and where it was stopped', () => {
    let stopped = 0;
    for (let seed = 8; seed <= 2000; seed += 8) {
      const random = anyProblem(seed);
      const levels = random.problem.flippable.length;
      const stage = enumerationStages(random.problem, levels).at(-1);
      if (stage === undefined) continue;
      const parts = seed % 32 === 0 ? stage.parts().slice(-3) : [WHOLE];
      for (const part of parts) {
        const stopAfter = seed % 7 === 0 ? 200 : Infinity;
        const { plain, compiled, answer } = bothAnswer(random, stage.plan, part, stopAfter);
        expect(compiled, `seed ${seed}`).toEqual(plain);
        if (!answer.complete) stopped++;
      }
    }
    expect(stopped).toBeGreaterThan(10);
  });

  it('many labels, some of them trusted, to few flips', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const wide = randomProblem(seed, { m: [25, 45], tests: 30, trusted: seed % 2 === 0, logC: [-2, 1] });
      const order = wide.problem.flippable;
      const plan = { order, depth: 2, levels: 3, mirrored: false };
      const { plain, compiled } = bothAnswer(wide, plan, WHOLE);
      expect(compiled, `seed ${seed}`).toEqual(plain);
    }
  });

  it('walks that are repaired over and over', () => {
    let repairs = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const rough = roughProblem(seed);
      const { flippable } = rough.problem;
      const plan = { order: flippable, depth: flippable.length, levels: flippable.length, mirrored: false };
      const { plain, compiled, answer } = bothAnswer(rough, plan, WHOLE);
      expect(compiled, `seed ${seed}`).toEqual(plain);
      repairs += answer.repairs;
    }
    expect(repairs).toBeGreaterThan(1000);
  });

  it('ties by the thousand, more doubts than are kept', () => {
    const m = 15;
    const tests = 3;
    const problem: Problem = {
      m,
      tests,
      Q: Float64Array.from({ length: m * m }, (_, e) => (e % (m + 1) === 0 ? 1 : 0)),
      // Two rows that sum the labels of fourteen nodes: zero wherever as many are positive as negative.
      R: Float64Array.from({ length: tests * m }, (_, e) =>
        e % m === 14 ? (e > 2 * m ? 1 : 0) : e < 2 * m ? 0.25 : 0,
      ),
      testDiagonal: new Float64Array(tests).fill(1),
      y: new Int8Array(m).fill(1),
      C: 0.01,
      flippable: Int32Array.from({ length: m }, (_, i) => i),
    };
    const truth = new Int32Array(tests).fill(1);
    const plan = { order: problem.flippable.slice(0, 14), depth: 14, levels: m, mirrored: true };
    const { plain, compiled, answer } = bothAnswer({ problem, truth }, plan, WHOLE);
    expect(answer.doubts.length).toBe(4000);
    expect(answer.lostDoubts).not.toBeNull();
    expect(compiled).toEqual(plain);
  });

  it('brute force over all label vectors', async () => {
    let compared = 0;
    for (let seed = 1; seed <= 120; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [2, 8], tests: 7, trusted: seed % 4 === 0 });
      const whole = bruteForce(problem, truth);
      if (whole.closest < DECIDABLE) continue;
      compared++;
      const { certificate } = await certifyHere(problem, truth, { method: 'enumerate', flip });
      const levels = problem.flippable.length;
      certificate.sampleWise.nodes.forEach(({ safe }, t) => {
        expect(safe).toBe(whole.least[t] <= levels ? whole.least[t] - 1 : levels);
      });
      for (const { flips, changed, changedAtMost } of certificate.collective.levels)
        expect([changed, changedAtMost]).toEqual([whole.most[flips], whole.most[flips]]);
    }
    expect(compared).toBeGreaterThan(100);
  });
});

describe('where the compiled engine cannot be had', () => {
  const { problem, truth } = randomProblem(3, { m: [9, 9], tests: 5 });
  const { view } = prepareProblem(problem, truth);
  const [stage] = enumerationStages(problem, 3);
  const [part] = stage.parts();
  const task: Task = { type: 'walk', stage: 0, plan: stage.plan, known: nothingKnown(3, 5), part };

  function engineOf(module: FlipModule | null): string | null {
    const runner = new TaskRunner({ type: 'binary', problem, view }, module);
    const answer = runner.run(task, { stop: () => false, visited: () => undefined, milp: null });
    return answer.type === 'walk' ? answer.engine : null;
  }

  it('is used where it can', () => expect(engineOf(flip)).toBe('WebAssembly'));

  it.each<[string, () => FlipModule | null]>([
    ['no module', () => null],
    [
      'no instance',
      () => () => {
        throw new Error('No SIMD.');
      },
    ],
    ['a walk too large for it', () => (imports) => ({ ...flip(imports), bytesFor: () => 2 ** 31 })],
    ['no memory left', () => (imports) => ({ ...flip(imports), setUp: () => 0 })],
  ])('%s: the plain engine walks', (_name, module) => {
    expect(engineOf(module())).toBe('TypeScript');
  });
});
