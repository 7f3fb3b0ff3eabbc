import type { Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MilpModel } from '../../src/core/certify/milp/model';
import { leastDecision, mostChanged } from '../../src/core/certify/milp/programs';
import { lpText } from '../../src/core/certify/milp/text/lp';
import { mpsText } from '../../src/core/certify/milp/text/mps';
import type { NodeNames } from '../../src/core/certify/milp/training';
import { prepareProblem } from '../../src/core/certify/portfolio';
import type { Problem } from '../../src/core/certify/problem';
import { bruteForce, decisions } from '../support/brute-force';
import { loadHighs, named, readByHighs, readMps, solveByHighs } from '../support/programs';
import { randomProblem } from '../support/random';

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});

/** Ids as a dataset has them: no indices, and some nodes of both kinds share none. */
const names: NodeNames = { labelled: (i) => 17 * i + 3, test: (t) => 900 + t };
const labelledOf = (column: string): number => (Number(column.replace('flip_', '')) - 3) / 17;
/** Decisions nearer to a tie than this may fall on either side by right. */
const CLEAR = 1e-4;

const FORMS = [
  ['compact', [3, 6], 12],
  ['paper', [2, 4], 10],
] as const;

/** Both files say the program, whoever reads them, and HiGHS finds one optimum in both. */
function solveFiles(model: MilpModel) {
  const lp = lpText(model, ['A program.']);
  const mps = mpsText(model, ['A program.']);
  const said = named(model);
  expect(readMps(mps)).toEqual(said);
  expect(readByHighs(highs, 'mps', mps)).toEqual(said);
  expect(readByHighs(highs, 'lp', lp)).toEqual(said);
  const [fromLp, fromMps] = [solveByHighs(highs, 'lp', lp), solveByHighs(highs, 'mps', mps)];
  expect(fromLp.optimum).toBeCloseTo(fromMps.optimum, 6);
  const flips = Object.entries(fromMps.columns)
    .filter(([name, value]) => name.startsWith('flip_') && value > 0.5)
    .map(([name]) => labelledOf(name));
  return { optimum: fromMps.optimum, flips, columns: fromMps.columns };
}

/** s_t f_t after some flips, in units of C sum |R_tj|, by the independent coordinate descent. */
function decisionAfter(problem: Problem, t: number, sign: number, flips: readonly number[]): number {
  const y = problem.y.slice();
  for (const i of flips) y[i] = -y[i];
  let scale = 0;
  for (let j = 0; j < problem.m; j++) scale += Math.abs(problem.R[t * problem.m + j]);
  return (sign * decisions(problem, y)[t]) / (problem.C * scale);
}

function* setsUpTo(nodes: readonly number[], size: number): Generator<number[]> {
  yield [];
  if (size === 0) return;
  for (const [k, node] of nodes.entries())
    for (const rest of setsUpTo(nodes.slice(k + 1), size - 1)) yield [node, ...rest];
}

describe('programs for other solvers', () => {
  it.each(FORMS)('%s, one node: the optimum is the least decision', (form, m, problems) => {
    let compared = 0;
    let changed = 0;
    let trusted = 0;
    for (let seed = 8000; compared < problems; seed++) {
      const { problem, truth } = randomProblem(seed, {
        m: [...m],
        tests: 1,
        trusted: seed % 3 === 0,
        logC: [-1.5, 0.5],
      });
      const whole = bruteForce(problem, truth);
      if (whole.closest < CLEAR) continue;
      compared++;
      if (problem.flippable.length < problem.m) trusted++;
      const { view } = prepareProblem(problem, truth);
      const level = 1 + (seed % Math.max(1, problem.m - 1));
      const { model } = leastDecision(problem, 0, view.sign[0], level, form, names);
      const { optimum, flips } = solveFiles(model);
      const values = [...setsUpTo([...problem.flippable], level)].map((set) =>
        decisionAfter(problem, 0, view.sign[0], set),
      );
      expect({ seed, optimum }).toEqual({ seed, optimum: expect.closeTo(Math.min(...values), 5) as number });
      expect({ seed, changes: optimum < 0 }).toEqual({ seed, changes: whole.least[0] <= level });
      if (optimum < 0) changed++;
      // The solution says which flips: of labels that may be flipped, no more than the budget, and they do it.
      for (const i of flips) expect(problem.flippable).toContain(i);
      expect(flips.length).toBeLessThanOrEqual(level);
      expect(decisionAfter(problem, 0, view.sign[0], flips)).toBeCloseTo(optimum, 5);
    }
    expect(changed).toBeGreaterThan(1);
    expect(changed).toBeLessThan(problems);
    expect(trusted).toBeGreaterThan(0);
  });

  it.each(FORMS)('%s, collective: the optimum is minus the most that change', (form, m, problems) => {
    let compared = 0;
    for (let seed = 8500; compared < problems; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [...m], tests: 5, trusted: seed % 3 === 0 });
      const whole = bruteForce(problem, truth);
      if (whole.closest < CLEAR) continue;
      compared++;
      const { view } = prepareProblem(problem, truth);
      const level = 1 + (seed % Math.max(1, problem.m - 1));
      const nodes = Array.from(view.sign.keys()).filter((t) => view.sign[t] !== 0);
      const { model } = mostChanged(problem, view.sign, nodes, level, form, [], names);
      const { optimum, flips, columns } = solveFiles(model);
      const most = whole.most[Math.min(level, problem.flippable.length)];
      expect({ seed, most: Math.round(-optimum) }).toEqual({ seed, most });
      const changes = nodes.filter((t) => decisionAfter(problem, t, view.sign[t], flips) < 0);
      expect(changes.length).toBe(most);
      for (const t of nodes) if (columns[`changed_${names.test(t)}`] > 0.5) expect(changes).toContain(t);
    }
  });

  it('names are the ids of the nodes, and none is given twice', () => {
    const { problem, truth } = randomProblem(8900, { m: [6, 6], tests: 4, trusted: true });
    const { view } = prepareProblem(problem, truth);
    for (const [form] of FORMS) {
      const { model } = mostChanged(problem, view.sign, [0, 2, 3], 2, form, [], names);
      const { columns, rows } = model.names;
      for (const group of [columns, rows]) expect(new Set(group).size).toBe(group.length);
      for (const name of [...columns, ...rows]) expect(name).toMatch(/^[a-df-z][a-z0-9]*(_[a-z0-9]+)*$/);
      for (let i = 0; i < 6; i++) expect(columns).toContain(`flip_${names.labelled(i)}`);
      expect(columns.filter((name) => name.startsWith('changed_'))).toEqual([
        'changed_900',
        'changed_902',
        'changed_903',
      ]);
      expect(rows).toContain('budget');
      expect(rows).toContain('decision_902');
    }
  });
});
