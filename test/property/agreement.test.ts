import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelAdvice } from '../../src/extension/adviceText';
import * as change from '../../src/extension/entry';
import type { Entry } from '../../src/extension/entry';
import type { Certified } from '../../src/extension/certified';
import { expectationPlaces } from '../../src/extension/expectationText';
import { lensesOf } from '../../src/extension/lensText';
import { marginMarks } from '../../src/extension/marginText';
import { expectationStandings, modelStanding } from '../../src/extension/standing';
import { statusLine } from '../../src/extension/statusLine';
import { isFresh, toneOf } from '../../webview/logic/status';
import type { PanelState } from '../../src/report/panel-state';
import type { ModelResult } from '../../src/report/result';
import { modelOf, outcomeOf, resultWith } from '../support/results';

const MODELS = ['A', 'B', 'C'];
const TEXTS = ['one', 'two', 'three'];
const YAML = `models:
  A: { C: 1 }
  B: { C: 1, ntk: qpcert }
  C: { C: 1 }
expect:
  - { model: A, kind: sample-wise, certified-ratio: ">= 0.5" }
  - { model: B, kind: sample-wise, certified-ratio: ">= 0.5" }
`;
const EDITED = 'edited';

/** Numbers that say which text and which state of the files they are of. */
function numbersOf(name: string, text: string, files: number): ModelResult {
  return { ...modelOf(name, (1 + TEXTS.indexOf(text)) / 10), notes: [`${text} ${files}`] };
}

function resultOf(names: readonly string[], text: string, files: number): Certified['result'] {
  return resultWith(
    names.map((name) => numbersOf(name, text, files)),
    names.filter((name) => name !== 'C').map((name) => outcomeOf(name, 'held')),
  );
}

/** The world: the entry, and what is true whatever the entry says. */
interface World {
  readonly entry: Entry;
  /** How often the data changed. */
  readonly files: number;
  readonly run: {
    readonly id: string;
    readonly text: string;
    readonly only: string | null;
    readonly files: number;
  } | null;
  readonly runs: number;
}

type Step = (world: World) => World;

const asked = (only: string | null): string[] => (only === null ? MODELS : [only]);

function certified(world: World, names: readonly string[], complete: boolean): Certified {
  const { text = 'one', only = null, files = 0 } = world.run ?? {};
  return {
    result: resultOf(names, text, files),
    textHash: text,
    files: [{ path: 'data', size: files, modified: files }],
    stages: [],
    complete,
    at: 0,
    ...(only === null ? {} : { only: [only] }),
  };
}

const edit = fc.constantFrom(...TEXTS).map((text): Step => (world) => {
  return { ...world, entry: change.textChanged(world.entry, text) };
});
const fileChange = fc.constant<Step>((world) => {
  const reason = world.entry.certified ? 'data changed' : null;
  return { ...world, files: world.files + 1, entry: change.filesChanged(world.entry, reason) };
});
const begin = fc
  .tuple(fc.constantFrom(null, ...MODELS), fc.constantFrom(null, 1, 2))
  .map(([only, queued]): Step => (world) => {
    const id = `run ${world.runs}`;
    const text = world.entry.textHash;
    return {
      ...world,
      runs: world.runs + 1,
      run: { id, text, only, files: world.files },
      entry: change.started(world.entry, id, text, only, queued),
    };
  });
const turn = fc.constant<Step>((world) =>
  world.run ? { ...world, entry: change.moved(world.entry, world.run.id, null) } : world,
);
const partial = fc
  .tuple(fc.nat(2), fc.boolean(), fc.boolean())
  .map(([n, running, stale]): Step => (world) => {
    const { run, entry } = world;
    if (!run) return world;
    const names = asked(run.only).slice(0, n + 1);
    const id = stale ? 'another' : run.id;
    const result = resultOf(names, run.text, run.files);
    return { ...world, entry: change.partly(entry, id, result, running ? (names.at(-1) ?? null) : null) };
  });
const progress = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...MODELS))
  .map(([done, model]): Step => (world) => {
    if (!world.run) return world;
    const news = { runId: world.run.id, model, kind: null, flips: 1, done, secondsLeft: 1 };
    return { ...world, entry: change.progressed(world.entry, news) };
  });
const finish = fc.constant<Step>((world) => {
  const { run, entry, files } = world;
  if (!run) return world;
  const reason = run.files === files ? null : 'data changed';
  const found = certified(world, asked(run.only), true);
  return { ...world, run: null, entry: change.finished(entry, run.id, found, reason) };
});
const cancel = fc.nat(3).map((n): Step => (world) => {
  const { run, entry, files } = world;
  if (!run) return world;
  const names = asked(run.only).slice(0, n);
  // A run that read older files than there are is found out by their prints.
  const part = n === 0 ? null : certified(world, names, false);
  const stopped = change.stopped(change.cancelling(entry, run.id), run.id, part);
  const old = stopped.certified === part && run.files !== files;
  return { ...world, run: null, entry: old ? change.filesChanged(stopped, 'data changed') : stopped };
});
const fail = fc.boolean().map((crashed): Step => (world) => {
  const { run, entry } = world;
  if (!run) return world;
  const failure = { title: 't', detail: '', diagnostics: [], crashed, textHash: run.text };
  return { ...world, run: null, entry: change.failed(entry, run.id, failure, null) };
});
const reload = fc.constant<Step>((world) => {
  const { entry, files } = world;
  const fresh = change.newEntry(entry.textHash);
  const kept = entry.certified;
  const old = kept?.files.some(({ size }) => size !== files) === true;
  return {
    ...world,
    run: null,
    entry: kept ? change.restored(fresh, kept, old ? 'data changed' : null) : fresh,
  };
});

const steps = fc.array(
  fc.oneof(edit, fileChange, begin, turn, partial, progress, finish, cancel, fail, reload),
  { minLength: 15, maxLength: 40, size: 'max' },
);

/** What the numbers of a model in a result are of. */
function originOf(entry: Entry, name: string): string | undefined {
  return change.resultOf(entry)?.models.find((model) => model.name === name)?.notes?.[0];
}

function check({ entry, files, run }: World): void {
  const status = change.statusOf(entry, { models: 3, labelled: null, test: null }, EDITED);
  const result = change.resultOf(entry);
  const state: PanelState = { title: '', command: '', result, status, details: [] };
  const line = statusLine(status, result, 0);
  const lenses = lensesOf(entry, YAML);
  const marks = marginMarks(entry, YAML);
  const places = expectationPlaces(YAML);
  const expectations = expectationStandings(entry, places);
  const now = `${entry.textHash} ${files}`;
  const ownFiles = run === null || run.files === files;

  // The words of all views are about the same state.
  expect(line.text.includes('safe at')).toBe(status.kind === 'current');
  expect(line.text === 'Stale').toBe(status.kind === 'stale');
  if (status.kind === 'running') expect(line.text).toMatch(/Certifying|Cancelling|Queued/);
  else expect(marks.some(({ mark }) => mark === 'running')).toBe(false);
  expect(toneOf(state) === 'proven' || toneOf(state) === 'bracket').toBe(status.kind === 'current');

  for (const [i, name] of MODELS.entries()) {
    const { standing } = modelStanding(entry, name);
    const fresh = result !== null && originOf(entry, name) !== undefined && isFresh(state, name);
    expect(fresh).toBe(standing === 'current');
    // A lens and a mark of numbers that hold, exactly where the panel shows them as such.
    const own = lenses.filter((lens) => lens.model === name);
    const mark = marks.find((one) => one.line === i + 1)?.mark;
    expect(own.some(({ title }) => /^\d/.test(title))).toBe(fresh);
    expect(own.some(({ title }) => title.startsWith('Stale'))).toBe(mark === 'stale');
    expect(mark === 'proven' || mark === 'open' || mark === 'failed').toBe(fresh);
    // And never of another text or of other files.
    if (fresh && ownFiles) expect(originOf(entry, name)).toBe(now);
    if (fresh) expect(originOf(entry, name)?.split(' ')[0]).toBe(entry.textHash);
  }
  for (const [i, { state: how, outcome }] of expectations.entries()) {
    expect(how === 'held').toBe(outcome !== null);
    if (outcome) expect(modelStanding(entry, places[i].model).standing).toBe('current');
  }
  // Advice and problems are of the kept result, and only while it holds.
  if (change.isStanding(entry) && entry.certified) {
    expect(entry.certified.textHash).toBe(entry.textHash);
    for (const model of entry.certified.result.models) expect(model.notes?.[0]).toBe(now);
    expect(modelAdvice(entry.certified.result, YAML).length).toBeLessThanOrEqual(1);
  }
}

test('whatever happens, all views say the same, and none takes numbers for those of another text', () => {
  fc.assert(
    fc.property(steps, (path) => {
      let world: World = { entry: change.newEntry('one'), files: 0, run: null, runs: 0 };
      check(world);
      for (const step of path) {
        world = step(world);
        check(world);
      }
    }),
    { numRuns: 100 },
  );
});
