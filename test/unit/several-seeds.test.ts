import { describe, expect, test } from 'vitest';
import { newEntry, partly, resultOf, started, type Entry } from '../../src/extension/entry';
import type { Certified } from '../../src/extension/certified';
import { culprits } from '../../src/extension/expectationText';
import { isSettled, summarize } from '../../src/extension/summary';
import { resultDetails } from '../../src/report/details';
import { meansOf } from '../../src/report/means';
import { notesOf } from '../../src/report/over-seeds';
import type {
  CurvePoint,
  DatasetSummary,
  ExpectationOutcome,
  ModelResult,
  Result,
  SeedResult,
} from '../../src/report/result';

function datasetOf(labelled: readonly number[]): DatasetSummary {
  return {
    name: 'd',
    nodes: 9,
    edges: 0,
    features: 1,
    classes: [0, 1],
    labelled,
    labels: labelled.map((id) => id % 2),
    test: [5, 6],
    testLabels: [0, 1],
  };
}

/** `breaking` is the number of flips that breaks each of the two test nodes. */
function model(
  name: string,
  breaking: readonly [number, number],
  more: Partial<ModelResult> = {},
): ModelResult {
  const nodes = breaking.map((flips, i) => ({
    node: 5 + i,
    safeFlips: flips - 1,
    breakingFlips: flips,
    witness: null,
  }));
  const curve = [0, 1, 2].map((flips): CurvePoint => {
    const certified = breaking.filter((by) => by > flips).length / 2;
    return { flips, certified, certifiedAtMost: certified, certifiedAccuracy: certified };
  });
  return {
    name,
    architecture: 'gcn',
    ntk: 'exact',
    C: 0.1,
    accuracy: 1,
    predictions: [],
    sampleWise: { status: 'exact', method: 'flip engine', seconds: 2, nodes, curve },
    ...more,
  };
}

const SPLITS = [datasetOf([1, 2]), datasetOf([3, 4]), datasetOf([2, 3])];

/** The same, but that its certificate ended as a bracket by another method. */
function bracketed(name: string): ModelResult {
  const { sampleWise, ...rest } = model(name, [2, 2]);
  const bracket = { status: 'bracket', method: 'saturation', seconds: 1.5 } as const;
  return sampleWise ? { ...rest, sampleWise: { ...sampleWise, ...bracket } } : rest;
}

/** The models of each seed, in the order of the seeds. */
function resultOfSeeds(...models: readonly (readonly ModelResult[])[]): Result {
  const seeds = models.map((of, seed): SeedResult => ({ seed, dataset: SPLITS[seed], models: of }));
  return { flipcert: 1, config: 'x', ...seeds[0], seeds, means: meansOf(seeds) };
}

function resultOfOneSplit(models: readonly ModelResult[]): Result {
  return { flipcert: 1, config: 'x', dataset: SPLITS[0], models };
}

describe('the one number of a result', () => {
  const weak = model('A', [1, 1]);
  const firm = model('A', [3, 3]);
  test('is the best mean, and says of how many seeds', () => {
    // On the first seed alone B would be the best with 100 %.
    const result = resultOfSeeds(
      [weak, model('B', [3, 3])],
      [firm, model('B', [1, 1])],
      [firm, model('B', [1, 1])],
    );
    expect(summarize(result)).toMatchObject({
      model: 'A',
      flips: 1,
      certified: 2 / 3,
      seeds: { done: 3, all: 3 },
    });
    expect(summarize(resultOfSeeds([firm], [weak], []))).toMatchObject({
      certified: 0.5,
      seeds: { done: 2, all: 3 },
    });
    const single = resultOfOneSplit([firm]);
    expect(summarize(single)).toMatchObject({ certified: 1, seeds: null });
  });
  test('is settled only where every model is exact on every seed', () => {
    const bracket = bracketed('A');
    expect(isSettled(resultOfSeeds([weak], [firm]))).toBe(true);
    expect(isSettled(resultOfSeeds([weak], [bracket]))).toBe(false);
    expect(isSettled(resultOfSeeds([weak], []))).toBe(false);
  });
  test('that fails an expectation is blamed on the weakest seed', () => {
    const expectation: ExpectationOutcome = {
      model: 'A',
      kind: 'sample-wise',
      budget: 1,
      flips: 1,
      quantity: 'certified-ratio',
      condition: '>= 0.9',
      value: 0.5,
      atMost: 0.5,
      outcome: 'failed',
    };
    const result = resultOfSeeds([firm], [model('A', [3, 1])], [firm]);
    expect(culprits(result, expectation)).toEqual({ nodes: [6], flips: 1, set: [], seed: 1 });
  });
});

describe('a run over an older result', () => {
  const older = resultOfSeeds(
    ...[0, 1, 2].map(() => [model('A', [1, 1]), model('B', [1, 1]), model('C', [1, 1])]),
  );
  const certified: Certified = { result: older, textHash: 't', files: [], stages: [], complete: true, at: 0 };
  const entry = (partial: Result): Entry =>
    partly(started({ ...newEntry('t'), certified }, 'r', 't'), 'r', partial, 'B');
  const firm = (name: string): ModelResult => model(name, [3, 3]);

  test('never makes a mean of old and new', () => {
    const merged = resultOf(entry(resultOfSeeds([firm('A'), firm('B')], [firm('A')], [firm('A')])));
    const at = (name: string): unknown[] => {
      const mean = merged?.means?.find((candidate) => candidate.name === name);
      return [mean?.seeds, mean?.sampleWise?.curve[1].certified.mean];
    };
    expect(at('A')).toEqual([3, 1]);
    // One seed is done: the other two of the old run are not there to be counted with it.
    expect(at('B')).toEqual([1, 1]);
    expect(at('C')).toEqual([3, 0]);
    expect(merged?.seeds?.map(({ models }) => models.map(({ name }) => name))).toEqual([
      ['A', 'B', 'C'],
      ['A', 'C'],
      ['A', 'C'],
    ]);
    expect(merged?.models).toEqual(merged?.seeds?.[0].models);
  });
  test('of other seeds, or of one where there were several, keeps nothing', () => {
    const partial = resultOfSeeds([firm('A')], [firm('A')]);
    expect(resultOf(entry(partial))).toBe(partial);
    const single = resultOfOneSplit(partial.models);
    expect(resultOf(entry(single))).toBe(single);
  });
});

describe('details', () => {
  const values = (result: Result): Map<string, string> => new Map(resultDetails(result));
  test('say the seeds, and the certificates of all of them', () => {
    const bracket = bracketed('A');
    const lines = values(resultOfSeeds([model('A', [1, 1])], [bracket], []));
    expect(lines.get('Seeds')).toBe('0, 1, 2; mean ± sample standard deviation');
    expect(lines.get('A, one node at a time')).toBe(
      'bracket by flip engine or saturation, 3.5 s on 2 of 3 seeds',
    );
    expect(lines.get('A')).toBe('gcn, exact NTK, C = 0.1');
  });
  test('name the clipped kernel, and how C was chosen', () => {
    const candidates = [0.01, 0.1, 1].map((C) => ({ C, accuracy: C === 0.1 ? 0.91 : 0.8 }));
    const chosen = model('A', [1, 1], { ntk: 'qpcert', chosenC: { folds: 4, candidates } });
    expect(values(resultOfSeeds([chosen])).get('A')).toBe(
      'gcn, clipped kernel of the published code (ntk: qpcert), C = 0.1, best of 3 in 4-fold cross-validation, 91.0 % right',
    );
  });
  test('hold every note once, with its seeds where it is not of all', () => {
    const noted = (...notes: string[]): ModelResult[] => [model('A', [1, 1], { notes })];
    const result = resultOfSeeds(noted('x', 'y'), noted('x'), noted('x', 'z'));
    expect(notesOf(result, 'A')).toEqual(['x', 'Seed 0: y', 'Seed 2: z']);
    expect(resultDetails(result).filter(([label]) => label === 'A, note')).toHaveLength(3);
    const single = resultOfOneSplit(result.models);
    expect(notesOf(single, 'A')).toEqual(['x', 'y']);
  });
});
