import { allowedFlips } from '../budget';
import type { Data } from './dataset';
import { DATA_SEED } from './dataset';
import type { Program } from './executables';
import * as messages from './messages';
import type { Settings } from './settings';
import { Refusal } from './values';
import type { Yaml } from './yaml-value';
import { mapOf } from './yaml-value';

export const DELTA = 'certificate_params.delta';
export const TARGET = 'certificate_params.target_idx';
export const SEED = 'seed';
const TEST_COUNT = 'certificate_params.n_test';
const TIME_LIMIT = 'certificate_params.TimeLimit';
const FOLDS = 'data_params.cv_folds';
/** Seconds of three years: more is no limit. */
const LONGEST = 1e8;

/** What is certified, and of which nodes. */
export interface Certificates {
  /** Number of test nodes, or `rest`. */
  readonly test: Yaml;
  readonly kinds: readonly string[];
  /** Shares. */
  readonly budgets: readonly number[];
  /** The other keys of `certify`. */
  readonly others: ReadonlyMap<string, Yaml>;
  /** Folds where C is chosen by cross-validation. */
  readonly folds: number | null;
}

/** @throws Refusal where the settings make no sense, or ask for no budget. */
export function readCertificates(settings: Settings, program: Program, data: Data): Certificates {
  const test = testNodes(settings, program, data);
  if (program.kind === null) {
    for (const path of [DELTA, TARGET, TIME_LIMIT]) unread(settings, path, program);
    settings.note('chooses-C', messages.onlyChoosesC(), program.location);
    const folds = settings.integer(FOLDS, 4, 2);
    return { test, kinds: [], budgets: [], others: new Map(), folds };
  }
  unread(settings, FOLDS, program);
  const others: [string, Yaml][] = program.relaxed ? [['method', 'relaxed']] : [];
  const seconds = settings.number(TIME_LIMIT, NaN);
  if (!settings.has(TIME_LIMIT)) settings.note('time-limit', messages.noTimeLimit(), settings.around);
  else if (seconds > 0.01) {
    others.push(['time-limit', `${Math.min(seconds, LONGEST)}s`]);
    settings.note('time-limit', messages.timeLimit(seconds), TIME_LIMIT);
  } else settings.warn('not-carried-over', messages.badTimeLimit(), TIME_LIMIT);
  return {
    test,
    kinds: [program.kind],
    budgets: budgets(settings, data),
    others: mapOf(others),
    folds: null,
  };
}

function budgets(settings: Settings, { labelled: m }: Data): number[] {
  if (!settings.has(DELTA)) settings.note('no-delta', messages.noDelta(), settings.around);
  const deltas = settings.numbers(DELTA, 0.01);
  const shares = deltas.filter((delta) => delta >= 0 && delta <= 1);
  for (const delta of deltas) {
    if (!shares.includes(delta)) settings.warn('not-carried-over', messages.badDelta(delta), DELTA);
    else if (m !== null) {
      const [there, here] = [Math.trunc(delta * m), allowedFlips(String(delta), m)];
      if (there !== here) settings.note('rounding', messages.deltaRounding(delta, m, there, here), DELTA);
    }
  }
  if (shares.length === 0)
    throw new Refusal('no-budget', messages.badDelta(deltas[0]), settings.location(DELTA));
  return [...new Set(shares)];
}

/** The published code certifies every node that is not labelled, unless the program is told how many. */
function testNodes(settings: Settings, { tests, name }: Program, data: Data): Yaml {
  const all = data.rest ?? 'rest';
  if (tests !== 'count') unread(settings, TEST_COUNT, { name });
  if (tests === 'rest' || tests === 'count') unread(settings, TARGET, { name });
  if (tests === 'rest') return all;
  if (tests === 'count') {
    if (!settings.has(TEST_COUNT)) return all;
    if (data.protocol) noteDraw(settings);
    return settings.integer(TEST_COUNT, 1, 1);
  }
  // A generated graph has no more than it has.
  const count = Math.min(new Set(settings.integers(TARGET, 0)).size, data.rest ?? Infinity);
  const byId = tests === 'by-id' && !settings.has('certificate_params.n_targets_per_class');
  settings.note('test-nodes', byId ? messages.targetsById(count) : messages.targetsByClass(count), TARGET);
  return count;
}

/** What makes the test nodes others than those of the published code. */
function noteDraw(settings: Settings): void {
  const balance = 'data_params.specification.balance_test';
  if (!settings.truth(balance, true)) settings.note('test-nodes', messages.balance(), balance);
  const [seeds, dataSeeds] = [settings.integers(SEED, 0), settings.integers(DATA_SEED, 0)];
  if (seeds.join() !== dataSeeds.join())
    settings.note('test-nodes', messages.testSeed(), settings.has(SEED) ? SEED : TEST_COUNT);
}

function unread(settings: Settings, path: string, { name }: Pick<Program, 'name'>): void {
  if (settings.has(path))
    settings.note('not-read', messages.notRead(path.slice(path.indexOf('.') + 1), name), path);
}
