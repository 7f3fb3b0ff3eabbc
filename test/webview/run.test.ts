import { describe, expect, it } from 'vitest';
import { followRun, type RunMemory } from '../../webview/logic/run';
import type { PanelState, PanelStatus } from '../../src/report/panel-state';
import type { Result } from '../../src/report/result';
import { makeResult } from './support/fixture';
import { statusChip } from '../../webview/strings';
import { running, stateOf } from './support/states';

const before = makeResult({ test: 30 });
const bracket = makeResult({ test: 30, openEvery: 3 });
const first = (n: number, last: Result): Result => ({
  ...before,
  models: before.models.slice(0, n + 1).map((model, i) => (i === n ? last.models[i] : model)),
});

/** What is known at the end of a row of states. */
function follow(...states: PanelState[]): RunMemory | null {
  let memory: RunMemory | null = null;
  let last: PanelState | null = null;
  for (const state of states) {
    memory = followRun(memory, last, state);
    last = state;
  }
  return memory;
}
const reached = (...states: PanelState[]): string[] => [...(follow(...states)?.reached ?? [])];

describe('numbers of a run', () => {
  const merged: Result = {
    ...before,
    models: before.models.map((model, i) => (i === 1 ? bracket.models[1] : model)),
  };
  it('are told from those of the last result by what stood there when it began', () => {
    const idle = stateOf(before, { kind: 'stale', reason: 'edited' });
    expect(reached(idle, stateOf(before, running(['APPNP'], 'SGC')))).toEqual(['APPNP']);
    const memory = follow(idle, stateOf(merged, running(['APPNP'], 'SGC')));
    expect([...(memory?.reached ?? [])]).toEqual(['APPNP', 'SGC']);
    expect(memory?.earlier.has('GIN')).toBe(true);
    expect(follow(idle, stateOf(merged, running(['APPNP'], 'SGC')), stateOf(merged))).toBeNull();
  });
  it('are all its own in a first run', () => {
    const memory = follow(
      stateOf(null, { kind: 'empty', models: 6, labelled: 12, test: 30 }),
      stateOf(null, running([], 'APPNP', 0)),
      stateOf(first(1, bracket), running(['APPNP'], 'SGC')),
    );
    expect([...(memory?.reached ?? [])]).toEqual(['APPNP', 'SGC']);
    expect(memory?.earlier.size).toBe(0);
  });
  it('are not claimed to be its own without need when the panel opens in its middle', () => {
    // Nothing waits: a first run.
    expect(reached(stateOf(first(1, bracket), running(['APPNP'], 'SGC')))).toEqual(['APPNP', 'SGC']);
    // Others wait with numbers, so there was an earlier result; a bracket may be of it until it moves.
    const opened = stateOf(merged, running(['APPNP'], 'SGC'));
    expect(reached(opened)).toEqual(['APPNP']);
    expect(reached(opened, stateOf(before, running(['APPNP'], 'SGC', 0.5)))).toEqual(['APPNP', 'SGC']);
  });
  it('are those that the extension names, also where the panel opens in the middle', () => {
    const told = { ...running(['APPNP'], 'SGC'), reached: ['APPNP', 'SGC', 'GIN'] } as PanelStatus;
    const memory = follow(stateOf(merged, told));
    expect([...(memory?.reached ?? [])]).toEqual(['APPNP', 'SGC', 'GIN']);
    expect(memory?.earlier.has('SGC')).toBe(false);
    const none = follow(stateOf(bracket, { ...running([], 'APPNP', 0.1), reached: [] } as PanelStatus));
    expect([...(none?.reached ?? [])]).toEqual([]);
  });
  it('are forgotten when the next run begins unseen', () => {
    const one = stateOf(merged, running(['APPNP'], 'SGC', 0.4));
    expect(reached(stateOf(before), one, stateOf(merged, running([], 'APPNP', 0.1)))).toEqual([]);
  });
});

describe('a run that waits', () => {
  const chip = (more: object): string =>
    statusChip(
      'running',
      { ...running([], 'SGC', 0.25), ...more },
      {
        cancelled: false,
        seeds: false,
      },
    );
  it('says how many files come first, and one of an older text says so', () => {
    expect(chip({ queued: 1 })).toBe('Queued, 1 file first');
    expect(chip({ queued: 3 })).toBe('Queued, 3 files first');
    expect(chip({ reason: 'edited' })).toMatch(/^Running 25.%, text edited/);
    const alone = statusChip(
      'proven',
      { kind: 'current', only: ['SGC'] },
      { cancelled: false, seeds: false },
    );
    expect(alone).toBe('Exact, SGC alone');
  });
});
