import { describe, expect, test } from 'vitest';
import * as change from '../../src/extension/auditEntry';
import type { KeptAudit } from '../../src/extension/auditEntry';
import { readFromPanel } from '../../src/extension/panelMessages';
import type { ModelAudit } from '../../src/report/audit-result';

const audit = (name: string): ModelAudit => ({
  name,
  C: 1,
  status: 'exact',
  seconds: 0,
  certifications: 0,
  flips: 1,
  without: {},
  trusted: [],
  labels: [],
});
const print = { path: '/data/g.npz', size: 3, modified: 4 };
const kept = (name: string, textHash = 'one'): KeptAudit => ({
  audit: audit(name),
  textHash,
  files: [print],
});
const words = { edited: 'edited', changed: (name: string) => `${name} changed` };
const standing = { textHash: 'one', filesChanged: null, files: [print] };
const started = change.auditStarted(change.NO_AUDIT, 'r', 'A');

describe('audits of a file', () => {
  test('progress never goes back, and news of another audit is dropped', () => {
    const news = (runId: string, done: number) => ({ runId, model: 'A', node: 3, done, secondsLeft: 1 });
    const half = change.auditProgressed(started, news('r', 0.5));
    expect(half.run).toMatchObject({ node: 3, done: 0.5 });
    expect(change.auditProgressed(half, news('r', 0.2)).run?.done).toBe(0.5);
    expect(change.auditProgressed(half, news('other', 0.9))).toBe(half);
    expect(change.auditEnded(half, 'other', kept('A'))).toBe(half);
  });

  test('the newest of each model is kept; one that proved nothing leaves the older one', () => {
    const one = change.auditEnded(started, 'r', kept('A'));
    const two = change.auditEnded(change.auditStarted(one, 's', 'B'), 's', kept('B'));
    const again = change.auditEnded(change.auditStarted(two, 't', 'A'), 't', kept('A', 'two'));
    expect(again.kept.map(({ audit: { name }, textHash }) => [name, textHash])).toEqual([
      ['B', 'one'],
      ['A', 'two'],
    ]);
    expect(change.auditEnded(change.auditStarted(again, 'u', 'A'), 'u', null).kept).toBe(again.kept);
  });

  test('an audit grows old with the text and with the data, also where that was certified since', () => {
    const entry = change.auditEnded(started, 'r', kept('A'));
    const stale = (of: change.Standing) => change.panelAudit(entry, of, words).found[0].stale;
    expect(stale(standing)).toBe(null);
    expect(stale({ ...standing, textHash: 'two' })).toBe('edited');
    expect(stale({ ...standing, filesChanged: 'g.npz changed' })).toBe('g.npz changed');
    expect(stale({ ...standing, files: [{ ...print, modified: 5 }] })).toBe('g.npz changed');
  });

  test('a failure is said until the next audit begins', () => {
    const failed = change.auditFailed(started, 'r', 'why');
    expect(change.panelAudit(failed, standing, words)).toMatchObject({ run: null, failure: 'why' });
    expect(change.auditStarted(failed, 's', 'A').failure).toBe(null);
  });
});

describe('what the page may ask of audits', () => {
  test('well-formed requests alone', () => {
    expect(readFromPanel({ type: 'audit', model: 'GCN', more: 1 })).toEqual({ type: 'audit', model: 'GCN' });
    expect(readFromPanel({ type: 'audit' })).toBe(null);
    expect(readFromPanel({ type: 'cancelAudit' })).toEqual({ type: 'cancelAudit' });
    expect(readFromPanel({ type: 'trust', nodes: [0, 7] })).toEqual({ type: 'trust', nodes: [0, 7] });
    for (const nodes of [[], [-1], [1.5], ['1'], 'all', undefined, [NaN]])
      expect(readFromPanel({ type: 'trust', nodes })).toBe(null);
  });
});
