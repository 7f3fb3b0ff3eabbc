import { describe, expect, it } from 'vitest';
import { splitWalk, flipSetsUpTo } from '../../src/core/certify/flip/tasks';
import { enumerationStages } from '../../src/core/certify/stages';
import { randomProblem } from '../support/random';

function sets(n: number, depth: number, wanted: number): string[] {
  const found: string[] = [];
  for (const { prefix, below } of splitWalk(n, depth, 1, wanted)) {
    const visit = (set: readonly number[]): void => {
      found.push(set.join());
      if (!below || set.length === depth) return;
      for (let p = set.length === 0 ? 0 : set[set.length - 1] + 1; p < n; p++) visit([...set, p]);
    };
    visit(prefix);
  }
  return found;
}

describe('the split of a walk', () => {
  it.each([
    [10, 10, 7],
    [12, 3, 50],
    [11, 11, 400],
    [1, 1, 4],
    [14, 2, 1000],
  ])('%i positions to depth %i in %i parts: every set once', (n, depth, wanted) => {
    const found = sets(n, depth, wanted);
    expect(new Set(found).size).toBe(found.length);
    expect(found.length).toBe(flipSetsUpTo(n, depth));
    expect(splitWalk(n, depth, 1, wanted).reduce((sum, part) => sum + part.sets, 0)).toBe(found.length);
  });

  it('makes many parts of a long walk', () => {
    const parts = splitWalk(19, 19);
    expect(parts.length).toBeGreaterThan(60);
    const largest = Math.max(...parts.map((p) => p.sets));
    expect(largest).toBeLessThanOrEqual(2 ** 19 / 60);
  });
});

describe('stages', () => {
  it('close every level, the last with the mirrored walk where it is the smaller', () => {
    const { problem } = randomProblem(1, { m: [9, 9], tests: 1 });
    const stages = enumerationStages(problem, 9);
    const last = stages[stages.length - 1];
    expect(last.closes).toBe(9);
    expect(last.plan.mirrored).toBe(true);
    expect(last.plan.order.length).toBe(8);
    expect(last.sets).toBe(256);
    expect(stages.map((s) => s.closes)).toEqual([...stages.map((s) => s.closes)].sort((a, b) => a - b));
  });

  it('never mirror when a label is trusted: its flip would count', () => {
    const { problem } = randomProblem(3, { m: [9, 9], tests: 1, trusted: true });
    expect(problem.flippable.length).toBe(8);
    for (const stage of enumerationStages(problem, 8)) expect(stage.plan.mirrored).toBe(false);
  });
});
