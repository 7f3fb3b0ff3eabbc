import { describe, expect, test } from 'vitest';
import * as change from '../../src/extension/entry';
import type { Entry, Failure } from '../../src/extension/entry';
import type { Certified } from '../../src/extension/certified';
import type { ModelResult, Result } from '../../src/report/result';

const COST = { models: 2, labelled: 3, test: null };
const status = (entry: Entry): ReturnType<typeof change.statusOf> => change.statusOf(entry, COST, 'edited');

function model(name: string, accuracy = 1): ModelResult {
  return { name, architecture: 'gcn', C: 1, accuracy, predictions: [] };
}

function result(models: readonly ModelResult[], labelled: readonly number[] = [1, 2]): Result {
  return {
    flipcert: 1,
    config: 'x',
    dataset: {
      name: 'x',
      nodes: 4,
      edges: 3,
      features: 1,
      classes: [0, 1],
      labelled,
      labels: labelled.map((id) => id % 2),
      test: [3],
      testLabels: [0],
    },
    models,
  };
}

function certified(
  textHash: string,
  models: readonly ModelResult[] = [model('A')],
  complete = true,
): Certified {
  return { result: result(models), textHash, files: [], stages: [], complete, at: 0 };
}

const failure: Failure = { title: 't', detail: 'd', diagnostics: [], crashed: false, textHash: 'one' };
const running = (entry: Entry, runId = 'r'): Entry => change.started(entry, runId, entry.textHash);
const current = change.finished(running(change.newEntry('one')), 'r', certified('one'), null);

describe('how things stand', () => {
  test('never certified: what it will cost', () => {
    expect(status(change.newEntry('one'))).toEqual({ kind: 'empty', ...COST });
  });

  test('an edit makes a result stale, and undoing it makes it current again', () => {
    expect(status(current).kind).toBe('current');
    const edited = change.textChanged(current, 'two');
    expect(status(edited)).toEqual({ kind: 'stale', reason: 'edited' });
    expect(status(change.textChanged(edited, 'one')).kind).toBe('current');
  });

  test('a result whose text changed while it was computed is stale from the start', () => {
    const entry = change.textChanged(running(change.newEntry('one')), 'two');
    expect(status(change.finished(entry, 'r', certified('one'), null)).kind).toBe('stale');
  });

  test('a changed file makes a result stale and says which', () => {
    const entry = change.filesChanged(current, 'cora.npz changed');
    expect(status(entry)).toEqual({ kind: 'stale', reason: 'cora.npz changed' });
  });

  test('a failure belongs to its text, a crash to none', () => {
    const failed = change.failed(running(current), 'r', failure, null);
    expect(status(failed)).toMatchObject({ kind: 'failed', crashed: false });
    expect(status(change.textChanged(failed, 'two')).kind).toBe('stale');
    const crashed = change.failed(running(current), 'r', { ...failure, crashed: true }, null);
    expect(status(change.textChanged(crashed, 'two')).kind).toBe('failed');
  });
});

describe('news of a run', () => {
  test('of another run is dropped', () => {
    const entry = running(current, 'new');
    const news = { runId: 'old', model: null, kind: null, flips: null, done: 0.5, secondsLeft: null };
    expect(change.progressed(entry, news)).toBe(entry);
    expect(change.partly(entry, 'old', result([]), null)).toBe(entry);
    expect(change.finished(entry, 'old', certified('zero'), null)).toBe(entry);
    expect(change.failed(entry, 'old', failure, null)).toBe(entry);
    expect(change.cancelling(entry, 'old')).toBe(entry);
  });

  test('never runs backwards', () => {
    const news = { runId: 'r', model: 'A', kind: null, flips: null, secondsLeft: null };
    let entry = running(current);
    for (const done of [0.2, 0.6, 0.4, 1.5]) entry = change.progressed(entry, { ...news, done });
    expect(status(entry)).toMatchObject({ kind: 'running', done: 1 });
  });

  test('fills in models as they finish, beside the last result of the others', () => {
    const before = change.finished(
      running(change.newEntry('one')),
      'r',
      certified('one', [model('A'), model('B')]),
      null,
    );
    const entry = change.partly(running(before), 'r', result([model('A', 0.5), model('C', 0.5)]), 'C');
    expect(change.resultOf(entry)?.models.map(({ name, accuracy }) => [name, accuracy])).toEqual([
      ['A', 0.5],
      ['B', 1],
      ['C', 0.5],
    ]);
    expect(status(entry)).toMatchObject({ kind: 'running', finished: ['A'] });
  });

  test('of other labels is never mixed with an older result', () => {
    const partial = result([model('A', 0.5)], [1, 2, 0]);
    const entry = change.partly(
      running(change.restored(change.newEntry('one'), certified('one', [model('B')]), null)),
      'r',
      partial,
      null,
    );
    expect(change.resultOf(entry)).toBe(partial);
  });
});

describe('cancelling', () => {
  test('keeps a full result of the same text rather than a part of it', () => {
    const entry = change.stopped(running(current), 'r', certified('one', [model('A', 0)], false));
    expect(entry.certified).toBe(current.certified);
    expect(entry.run).toBeNull();
  });

  test('keeps what was proven where there was less, or something older', () => {
    const part = certified('two', [model('A', 0)], false);
    const entry = change.stopped(running(change.textChanged(current, 'two')), 'r', part);
    expect(entry.certified).toBe(part);
    expect(status(entry).kind).toBe('current');
  });

  test('before anything was proven leaves everything as it was', () => {
    expect(change.stopped(running(current), 'r', null)).toEqual(current);
    expect(change.stopped(running(current), 'r', certified('one', [], false))).toEqual(current);
  });
});
