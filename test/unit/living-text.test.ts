import { describe, expect, test } from 'vitest';
import { decisiveLabel } from '../../src/extension/advice';
import { CLIPPED_KERNEL, modelAdvice, VERIFY_FIRST } from '../../src/extension/adviceText';
import type { Certified } from '../../src/extension/certified';
import * as change from '../../src/extension/entry';
import { outcomesOf, expectationPlaces } from '../../src/extension/expectationText';
import { lensesOf, ratiosOf, ratioText } from '../../src/extension/lensText';
import { marginMarks } from '../../src/extension/marginText';
import { isOfFamily, placesOf } from '../../src/extension/places';
import { statusLine } from '../../src/extension/statusLine';
import type { ModelResult, NodeCertificate } from '../../src/report/result';
import { certifiedOf, modelOf, outcomeOf, resultWith } from '../support/results';

const TEXT = `# models
models:
  A: { C: 1 }
  B:
    C: [0.1, 1]
    ntk: qpcert
expect:
  - { model: A, kind: sample-wise, certified-ratio: ">= 0.5" }
  - { model: A, kind: sample-wise, certified-ratio: ">= 0.9" }
`;
const SWEPT = ['B C=0.1', 'B C=1'];
const whole = certifiedOf(
  'one',
  [modelOf('A', 0.312, 0.312), ...SWEPT.map((name, i) => modelOf(name, 0.4 + i / 10))],
  {
    result: resultWith(
      [modelOf('A', 0.312), ...SWEPT.map((name, i) => modelOf(name, 0.4 + i / 10))],
      [outcomeOf('A', 'held'), outcomeOf('A', 'failed')],
    ),
  },
);
const current = change.restored(change.newEntry('one'), whole, null);
const titles = (entry: change.Entry | null): string[] =>
  lensesOf(entry, TEXT).map(({ line, title }) => `${line} ${title}`);

describe('places', () => {
  test('are those of the keys', () => {
    const { models, expect: at } = placesOf(TEXT);
    expect(models.map(({ family, range, ntk }) => [family, range.startLine, ntk?.range.startLine])).toEqual([
      ['A', 2, undefined],
      ['B', 3, 5],
    ]);
    expect(at?.startLine).toBe(6);
    expect(placesOf('models: [').models).toEqual([]);
  });

  test('know the models of a list of values, and no others', () => {
    expect(SWEPT.map((name) => isOfFamily(name, 'B'))).toEqual([true, true]);
    expect(['B big', 'BC=1', 'A'].map((name) => isOfFamily(name, 'B'))).toEqual([false, false, false]);
  });
});

describe('lenses', () => {
  test('offer to compare a model that an earlier run has too', () => {
    const compared = (earlier: readonly string[]): (string | null)[] =>
      lensesOf(current, TEXT, earlier).flatMap(({ command, model }) =>
        command === 'flipcert.compareRuns' ? [model] : [],
      );
    expect(compared([])).toEqual([]);
    expect(compared(['A', 'gone'])).toEqual(['A']);
    expect(compared(SWEPT.slice(0, 1))).toEqual(['B']);
    expect(lensesOf(null, TEXT, ['A']).map(({ command }) => command)).not.toContain('flipcert.compareRuns');
  });

  test('say both ratios apart, and how many expectations hold', () => {
    expect(titles(current)).toEqual([
      '2 Certify',
      '2 31.2 % at 1 flip one node at a time · 31.2 % all at once',
      '3 Certify',
      '3 B C=1: 50.0 % at 1 flip one node at a time · 50.0 % all at once',
      '6 1 of 2 hold · 1 failed',
    ]);
    expect(titles(null)).toEqual(['2 Certify', '3 Certify']);
  });

  test('say that numbers are stale, and what a run is at', () => {
    expect(titles(change.textChanged(current, 'two'))).toContain(
      '2 Stale: 31.2 % at 1 flip one node at a time · 31.2 % all at once',
    );
    const news = { runId: 'r', model: 'A', kind: null, flips: null, done: 0.42, secondsLeft: null };
    const running = change.progressed(change.started(current, 'r', 'one', 'A'), news);
    expect(titles(running)).toEqual([
      '2 Cancel',
      '2 Running, 42 % of the file',
      '3 Certify',
      '3 B C=1: 50.0 % at 1 flip one node at a time · 50.0 % all at once',
      '6 Running',
    ]);
  });

  test('say both ends of a bracket', () => {
    const ratios = ratiosOf(resultWith([modelOf('A', 0.2, 0.8)]), 'A');
    expect(ratios && ratioText(ratios)).toBe(
      '20.0 % to 80.0 % at 1 flip one node at a time · 20.0 % to 80.0 % all at once',
    );
  });
});

test('marks say what an expectation came to, with its numbers', () => {
  const marks = marginMarks(current, TEXT);
  expect(marks.map(({ line, mark }) => [line, mark])).toEqual([
    [2, 'failed'],
    [3, 'proven'],
    [7, 'proven'],
    [8, 'failed'],
  ]);
  expect(marks[3].hover).toEqual(['Fails.', 'certified-ratio >= 0.9 at 1 flip; proven: 50.0 %']);
});

describe('one model alone', () => {
  const alone = (text: string, more: Partial<Certified> = {}): Certified => ({
    ...certifiedOf(text, []),
    result: resultWith([modelOf('A', 0.9)], [outcomeOf('A', 'held'), outcomeOf('A', 'held')]),
    only: ['A'],
    ...more,
  });
  const end = (entry: change.Entry, found: Certified): change.Entry =>
    change.finished(change.started(entry, 'r', found.textHash, 'A'), 'r', found, null);
  const status = (entry: change.Entry) =>
    change.statusOf(entry, { models: 3, labelled: null, test: null }, 'edited');

  test('joins the others of the same text', () => {
    const entry = end(current, alone('one'));
    expect(
      entry.certified?.result.models.map(({ name, sampleWise }) => [name, sampleWise?.curve[1].certified]),
    ).toEqual([
      ['A', 0.9],
      ['B C=0.1', 0.4],
      ['B C=1', 0.5],
    ]);
    expect(entry.certified?.result.expectations?.map(({ outcome }) => outcome)).toEqual(['held', 'held']);
    expect(status(entry)).toEqual({ kind: 'current' });
  });

  test('stands alone where the rest is of another text, or of other files', () => {
    const edited = change.textChanged(current, 'two');
    expect(status(end(edited, alone('two')))).toEqual({ kind: 'current', only: ['A'] });
    const changed = end(change.filesChanged(current, 'x changed'), alone('one'));
    expect(changed.certified?.result.models.length).toBe(1);
    const print = (modified: number) => [{ path: 'x', size: 1, modified }];
    const older = change.restored(change.newEntry('one'), { ...whole, files: print(1) }, null);
    expect(end(older, alone('one', { files: print(2) })).certified?.result.models.length).toBe(1);
    expect(end(older, alone('one', { files: print(1) })).certified?.result.models.length).toBe(3);
  });

  test('says so in the status bar', () => {
    const entry = end(change.textChanged(current, 'two'), alone('two'));
    expect(statusLine(status(entry), change.resultOf(entry), 0).text).toBe('90.0 % safe at 1 flip, A alone');
  });

  test('leaves the others as they were while it runs', () => {
    const running = status(change.started(current, 'r', 'one', 'A'));
    expect(running).toMatchObject({ kind: 'running', finished: SWEPT, only: 'A' });
    const edited = change.started(change.textChanged(current, 'two'), 'r', 'two', 'A');
    expect(status(edited)).toMatchObject({ finished: [] });
  });
});

test('the status bar says what is at work, and how many files wait', () => {
  const news = {
    runId: 'r',
    model: 'A',
    kind: 'collective' as const,
    flips: 2,
    done: 0.345,
    secondsLeft: 11.2,
  };
  const entry = change.progressed(change.started(current, 'r', 'one'), news);
  const status = change.statusOf(entry, { models: 0, labelled: null, test: null }, 'edited');
  expect(statusLine(status, null, 2)).toMatchObject({
    text: 'Certifying A 34 %, 12 s left (2 files wait)',
    tooltip: 'Flipcert works on A, all at once, at 2 flips.',
  });
  const waiting = change.started(current, 'r', 'one', null, 1);
  const queued = change.statusOf(waiting, { models: 0, labelled: null, test: null }, 'edited');
  expect(statusLine(queued, null, 1).text).toBe('Queued, 1 file first');
});

test('outcomes of models come in any order', () => {
  const text = TEXT.replace(
    '- { model: A',
    '- { model: Z, kind: collective, certified-ratio: ">= 0.5" }\n  - { model: A',
  );
  const outcomes = [
    outcomeOf('A', 'held'),
    outcomeOf('A', 'failed'),
    { ...outcomeOf('Z', 'held'), kind: 'collective' as const },
  ];
  expect(outcomesOf(expectationPlaces(text), outcomes).map((one) => one?.model)).toEqual(['Z', 'A', 'A']);
});

describe('a label to verify first', () => {
  const withWitnesses = (witnesses: readonly (readonly number[])[]): ModelResult => {
    const nodes = witnesses.map((flipped, i): NodeCertificate => ({
      node: i,
      safeFlips: 0,
      breakingFlips: flipped.length || null,
      witness: flipped.length === 0 ? null : flipped.map((node) => ({ node, label: 1 })),
    }));
    const model = modelOf('A');
    return { ...model, ...(model.sampleWise ? { sampleWise: { ...model.sampleWise, nodes } } : {}) };
  };

  test('is the one whose flip alone changes most', () => {
    const result = resultWith([withWitnesses([[1], [1], [2], [1, 2], [], [2], [2]])]);
    expect(decisiveLabel(result, 'A')).toEqual({ node: 2, changed: 3, all: 7, seed: null });
    const advice = modelAdvice(result, TEXT);
    expect(advice.map(({ code, range }) => [code, range.startLine])).toEqual([
      [VERIFY_FIRST, 2],
      [CLIPPED_KERNEL, 5],
    ]);
    expect(advice[0].message).toBe(
      'Verify the label of node 2 first: 3 of 7 predictions can be changed by it alone.',
    );
  });

  test('is none where no label decides many', () => {
    expect(decisiveLabel(resultWith([withWitnesses([[1], [2], [1, 2]])]), 'A')).toBeNull();
    const many = Array.from({ length: 30 }, (_, i) => (i < 2 ? [1] : []));
    expect(decisiveLabel(resultWith([withWitnesses(many)]), 'A')).toBeNull();
  });
});
