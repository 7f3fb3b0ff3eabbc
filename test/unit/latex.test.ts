import { describe, expect, it } from 'vitest';
import { latexTable } from '../../src/report/latex';
import { meansOf } from '../../src/report/means';
import type { CurvePoint, ModelResult, Result } from '../../src/report/result';

const point = (flips: number, certified: number, certifiedAtMost = certified): CurvePoint => ({
  flips,
  certified,
  certifiedAtMost,
  certifiedAccuracy: certified / 2,
});

function model(
  name: string,
  sampleWise: readonly CurvePoint[],
  collective?: readonly CurvePoint[],
): ModelResult {
  const certificate = { status: 'exact' as const, method: 'flip engine', seconds: 1 };
  return {
    name,
    architecture: 'gcn',
    C: 1,
    accuracy: 0.9375,
    predictions: [],
    sampleWise: { ...certificate, nodes: [], curve: sampleWise },
    ...(collective ? { collective: { ...certificate, curve: collective } } : {}),
  };
}

function resultOf(models: readonly ModelResult[]): Result {
  const dataset = {
    name: 'cora_ml & friends',
    nodes: 9,
    edges: 8,
    features: 7,
    classes: [0, 1],
    labelled: [1, 2, 3],
    labels: [0, 1, 0],
    test: [4, 5],
    testLabels: [0, 1],
  };
  return { flipcert: 1, config: 'a b/c.flipcert.yaml', dataset, models };
}

/** The lines between two rules, as cells. */
function cells(table: string): string[][] {
  const body = table.slice(table.indexOf('\\midrule') + 8, table.indexOf('\\bottomrule')).trim();
  return body.split('\\\\\n').map((line) =>
    line
      .replace(/\\\\$/, '')
      .split(' & ')
      .map((cell) => cell.trim()),
  );
}

describe('the LaTeX table', () => {
  const curve = [point(0, 1), point(1, 0.5), point(2, 0.25, 0.5)];

  it('has a line for each model and kind, brackets as intervals', () => {
    const table = latexTable(resultOf([model('GCN_1', curve, [point(0, 1), point(1, 1), point(2, 0.5)])]));
    expect(cells(table)).toEqual([
      ['GCN\\_1', 'sample-wise', '93.8', '50.0', '25.0--50.0'],
      ['', 'collective', '', '100.0', '50.0'],
    ]);
    expect(table).toContain('Certified ratio in \\% on cora\\_ml \\& friends (3 labelled, 2 test nodes)');
    expect(table).toContain('Model & Certificate & Accuracy & 1 flip & 2 flips \\\\');
    expect(table).toContain('An interval is what is proven');
  });

  it('says which of the two quantities it holds', () => {
    const table = latexTable(resultOf([model('GCN', curve)]), 'accuracy');
    expect(table).toContain('Certified accuracy in');
    expect(cells(table)[0].slice(3)).toEqual(['25.0', '12.5']);
  });

  it('has means with deviations of several seeds', () => {
    const seeds = [0.5, 0.7].map((ratio, seed) => {
      const { dataset, models } = resultOf([model('GCN', [point(0, 1), point(1, ratio)])]);
      return { seed, dataset, models };
    });
    const table = latexTable({ ...resultOf(seeds[0].models), seeds, means: meansOf(seeds) });
    expect(cells(table)[0]).toEqual(['GCN', 'sample-wise', '$93.8 \\pm 0.0$', '$60.0 \\pm 14.1$']);
    expect(table).toContain('over 2 seeds');
  });

  it('leaves budgets out where they do not fit, and says how many', () => {
    const many = Array.from({ length: 21 }, (_, flips) => point(flips, 1 - flips / 20));
    const table = latexTable(resultOf([model('GCN', many)]));
    expect(cells(table)[0]).toHaveLength(3 + 9);
    expect(table).toContain('(11 more budgets are left out)');
    expect(cells(table)[0].at(-1)).toBe('0.0');
  });

  it('cannot be left by a name', () => {
    const table = latexTable(resultOf([model('a\\b{c}~^#$%\n%x', curve)]));
    expect(cells(table)[0][0]).toBe(
      'a\\textbackslash{}b\\{c\\}\\textasciitilde{}\\textasciicircum{}\\#\\$\\% \\%x',
    );
    expect(table.split('\n')[0]).toBe('% a b/c.flipcert.yaml');
  });
});
