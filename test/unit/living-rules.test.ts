import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as change from '../../src/extension/entry';
import { wantsRun } from '../../src/extension/liveRule';
import { meaningOf } from '../../src/extension/meaning';
import { Turns } from '../../src/extension/turns';
import { Partials, type Partial } from '../../src/jobs/partials';
import { tighter, turnsOf } from '../../src/jobs/schedule';
import { patched } from '../../src/report/patch';
import type { Result } from '../../src/report/result';
import { certifiedOf, modelOf, resultWith } from '../support/results';

const TEXT = `dataset: { generate: karate }
models:
  GCN: { architecture: gcn, C: 0.10 }
certify: { budgets: [0.1] }
`;

describe('what a text means', () => {
  test.each([
    ['a comment', TEXT.replace('models:', '# why\nmodels: # these')],
    ['blank lines and line ends', `\r\n${TEXT.replaceAll('\n', '\r\n\r\n')}`],
    ['layout', TEXT.replace('{ budgets: [0.1] }', '\n  budgets:\n    - 0.1')],
  ])('is the same with other %s', (_, text) => expect(meaningOf(text)).toBe(meaningOf(TEXT)));

  test.each([
    ['a value', TEXT.replace('0.10', '0.11')],
    ['digits of a number', TEXT.replace('0.10', '0.1')],
    ['quotes around a number', TEXT.replace('0.10', '"0.10"')],
    ['a key', TEXT.replace('GCN', 'GCN2')],
    ['the order of keys', 'models: {}\ndataset: {}\n'],
    ['a sign of a comment inside quotes', TEXT.replace('karate', '"karate # x"')],
    ['an anchor', TEXT.replace('{ arch', '&a { arch')],
    ['a tag', TEXT.replace('0.10', '!!str 0.10')],
  ])('is another with other %s', (_, text) => expect(meaningOf(text)).not.toBe(meaningOf(TEXT)));

  test('of what is no YAML is the text itself', () => {
    const broken = 'a: [1\n';
    expect(meaningOf(broken)).toBe(broken);
    expect(meaningOf(`# x\n${broken}`)).not.toBe(meaningOf(broken));
  });
});

describe('certifying by itself', () => {
  const known = change.restored(change.newEntry('one'), certifiedOf('one', [modelOf('A')]), null);
  const edited = change.textChanged(known, 'two');
  const on = { setting: 'save', trigger: 'save', watched: false } as const;

  test('needs an edit of a file that somebody asked about', () => {
    expect(wantsRun(edited, on)).toBe(true);
    expect(wantsRun(known, on)).toBe(false);
    expect(wantsRun(change.newEntry('one'), on)).toBe(false);
    expect(wantsRun(change.newEntry('one'), { ...on, watched: true })).toBe(true);
    expect(wantsRun(change.filesChanged(known, 'x.npz changed'), on)).toBe(true);
  });

  test('follows the setting', () => {
    expect(wantsRun(edited, { ...on, setting: 'off' })).toBe(false);
    expect(wantsRun(edited, { ...on, trigger: 'type' })).toBe(false);
    expect(wantsRun(edited, { ...on, trigger: 'type', setting: 'type' })).toBe(true);
  });

  test('replaces a run of another text, and leaves one of the same', () => {
    const running = change.started(edited, 'r', 'two');
    expect(wantsRun(running, on)).toBe(false);
    expect(wantsRun(change.textChanged(running, 'three'), on)).toBe(true);
  });

  test('does not try again what failed', () => {
    const failure = { title: '', detail: '', diagnostics: [], crashed: true, textHash: 'two' };
    const failed = change.failed(change.started(edited, 'r', 'two'), 'r', failure, null);
    expect(wantsRun(failed, on)).toBe(false);
    expect(wantsRun(change.textChanged(failed, 'three'), on)).toBe(true);
  });
});

describe('files that wait', () => {
  test('come one after the other, and may leave before', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const take = (name: string): ReturnType<Turns['take']> =>
      turns.take((ahead) => seen.push(`${name} ${ahead}`));
    const [a, b, c] = ['a', 'b', 'c'].map(take);
    expect([a.ahead, b.ahead, c.ahead]).toEqual([null, 1, 2]);
    expect(await a.ready).toBe(true);
    b.leave();
    expect(await b.ready).toBe(false);
    expect(c.ahead).toBe(1);
    a.leave();
    a.leave();
    expect(await c.ready).toBe(true);
    expect(seen).toEqual(['c 1', 'c null']);
    c.leave();
    expect(take('d').ahead).toBe(null);
  });
});

describe('the turns of models', () => {
  test('are one for a single model, and a short one first for several', () => {
    expect(turnsOf(1, 60)).toEqual([60]);
    expect(turnsOf(3, 60)).toEqual([2, 60]);
    expect(turnsOf(3, 1)).toEqual([0.1, 1]);
  });

  test('keep what leaves less open', () => {
    const [wide, narrow] = [modelOf('A', 0.2, 0.8), modelOf('A', 0.3, 0.5)];
    expect(tighter(wide, narrow)).toBe(narrow);
    expect(tighter(narrow, wide)).toBe(narrow);
  });
});

describe('partial results', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function setUp(): { readonly sent: Partial[]; readonly partials: Partials } {
    const sent: Partial[] = [];
    return {
      sent,
      partials: new Partials(
        (one) => sent.push(one),
        () => Date.now(),
      ),
    };
  }

  test('come at most twice a second, with the last of them, and only what changed', () => {
    const { sent, partials } = setUp();
    const a = modelOf('A');
    let at: Result = resultWith([a]);
    partials.offer(at, null, []);
    for (let i = 1; i <= 100; i++) {
      vi.advanceTimersByTime(20);
      at = resultWith([a, modelOf('B', i / 100)]);
      partials.offer(at, 'B', []);
    }
    vi.advanceTimersByTime(600);
    expect(sent.length).toBeLessThanOrEqual(6);
    expect(sent.slice(1).every(({ result }) => result.models.every(({ name }) => name === 'B'))).toBe(true);
    expect(sent.reduce<Result | null>((before, patch) => patched(before, patch), null)).toEqual(at);
    const rest = partials.end(at);
    expect(rest.result.models).toEqual([]);
    expect(patched(at, rest)).toEqual(at);
  });

  test('of an answer that comes at once are one model each', () => {
    const { sent, partials } = setUp();
    const whole = resultWith(['A', 'B', 'C'].map((name) => modelOf(name)));
    const rest = partials.end(whole);
    expect(sent.map(({ result }) => result.models.length)).toEqual([1, 1, 1]);
    const before = sent.reduce<Result | null>((held, patch) => patched(held, patch), null);
    expect(patched(before, rest)).toEqual(whole);
    expect(patched(null, rest)).toBeNull();
  });
});
