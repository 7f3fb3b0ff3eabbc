/** Everything the views show, derived from one snapshot of the store. */
import type { CertificateKind, ModelResult, Result, Spread } from '../src/report/result';
import type { PanelState, PanelView } from '../src/protocol/panel';
import {
  axisEndOf,
  defaultFlips,
  longestPlateau,
  nearestStop,
  plateauOf,
  pointAt,
  stopsOf,
  type Plateau,
  type Point,
} from './logic/curves';
import { againstOf, type Against } from './logic/against';
import { marksOf, type Mark } from './logic/marks';
import { overviewsOf, type Overview, type SeedCount } from './logic/overview';
import { keepOrder, rankModels } from './logic/ranking';
import { followRun } from './logic/run';
import { splitOf } from './logic/split';
import { isFresh } from './logic/status';
import { lineName } from './runStrings';
import type { Snapshot } from './store';

export type Role = 'chosen' | 'compared' | 'other';

export interface ModelScene {
  /** Of the seed shown, where it was certified there: the chosen one always was. */
  readonly model: ModelResult;
  readonly name: string;
  /** Over all seeds, as the curves are. */
  readonly accuracy: Spread;
  readonly seeds: SeedCount | null;
  readonly marks: readonly Mark[];
  /** Place in the order; null while a run goes on. */
  readonly rank: number | null;
  readonly role: Role;
  /** Pinned by Ctrl-click, as against only looked at. */
  readonly pinned: boolean;
  /** Its numbers hold for the file as it stands; of the model at work they are brackets so far. */
  readonly fresh: boolean;
  /** What a run is doing with it; null where there is nothing to say. */
  readonly activity: 'running' | 'waiting' | null;
  /** While a run goes on: its numbers are of an earlier one. */
  readonly earlier: boolean;
  readonly curves: Readonly<Record<CertificateKind, readonly Point[] | null>>;
  readonly now: Readonly<Record<CertificateKind, Point | null>>;
}

export interface Scene {
  readonly state: PanelState;
  readonly view: PanelView;
  /** As though there were no other seed than the one shown: the table and the attack are drawn from it. */
  readonly result: Result;
  /** With all seeds. */
  readonly whole: Result;
  /** Null where there is a single split. */
  readonly seed: number | null;
  readonly models: readonly ModelScene[];
  readonly chosen: ModelScene;
  readonly compared: ModelScene | null;
  /** The run beside this one; null where there is none. */
  readonly against: Against | null;
  /** The chosen model in that run: drawn as the compared one is, but in no list. */
  readonly beside: ModelScene | null;
  readonly kinds: readonly CertificateKind[];
  readonly stops: readonly number[];
  readonly flips: number;
  readonly labelled: number;
  /** How many classes there are. */
  readonly classes: number;
  readonly axisEnd: number;
  readonly plateau: Plateau | null;
  /** Curve the plateau lies on. */
  readonly plateauKind: CertificateKind;
  /** The whole result belongs to an older text. */
  readonly stale: boolean;
}

export function sceneOf(snapshot: Snapshot): Scene | null {
  const { state, view, order, run, split } = snapshot;
  const whole = state?.result ?? null;
  if (!state || !whole || !split) return null;
  const overviews = overviewsOf(whole, view.quantity);
  if (overviews.length === 0) return null;
  const stops = stopsOf(whole);
  const flips = flipsOf(whole, view);
  const running = state.status.kind === 'running' ? state.status : null;
  const names = overviews.map((m) => m.name);
  const ordered = keepOrder(order, names);
  const chosenName =
    view.model !== null && names.includes(view.model) ? view.model : (ordered[0] ?? names[0]);
  const against = state.other
    ? againstOf(state.other, {
        whole,
        seed: split.seed,
        chosen: chosenName,
        flips,
        quantity: view.quantity,
      })
    : null;
  // Orange is the other run for as long as there is one.
  const preview = snapshot.hover !== null && names.includes(snapshot.hover) ? snapshot.hover : view.compared;
  const looked = against ? null : preview;
  const models = ordered.map((name, i): ModelScene => {
    const overview = overviews.find((m) => m.name === name) as Overview;
    const { accuracy, seeds, curves } = overview;
    const settled = isFresh(state, name);
    const fresh = settled || (running !== null && (run?.reached.has(name) ?? false));
    return {
      model: split.result.models.find((m) => m.name === name) ?? overview.model,
      name,
      accuracy,
      seeds,
      marks: marksOf(whole, overview),
      rank: running ? null : i + 1,
      role: name === chosenName ? 'chosen' : name === looked ? 'compared' : 'other',
      pinned: !against && name === view.compared && name !== chosenName,
      fresh,
      activity: running && !settled ? activityOf(running, name) : null,
      earlier: running !== null && !fresh && (run?.earlier.has(name) ?? false),
      curves,
      now: {
        'sample-wise': pointAt(curves['sample-wise'], flips),
        collective: pointAt(curves.collective, flips),
      },
    };
  });
  const chosen = models.find((m) => m.role === 'chosen') as ModelScene;
  const { plateau, kind } = plateauFor(chosen, view.quantity);
  return {
    state,
    view,
    result: split.result,
    whole,
    seed: split.seed,
    models,
    chosen,
    compared: models.find((m) => m.role === 'compared') ?? null,
    against,
    beside: against && besideOf(against, flips),
    kinds: (['sample-wise', 'collective'] as const).filter((k) => models.some((m) => m.curves[k])),
    stops,
    flips,
    labelled: split.result.dataset.labelled.length,
    classes: split.result.dataset.classes.length,
    axisEnd: snapshot.axisEnd,
    plateau,
    plateauKind: kind,
    stale: state.status.kind === 'stale' || state.status.kind === 'failed' || state.status.kind === 'empty',
  };
}

/** A model that was tried for a while and put off waits, with the numbers found until then. */
function activityOf(
  { model, queued }: Extract<PanelState['status'], { kind: 'running' }>,
  name: string,
): ModelScene['activity'] {
  return model === name && queued === undefined ? 'running' : 'waiting';
}

function besideOf({ model: overview, run }: Against, flips: number): ModelScene | null {
  if (!overview) return null;
  const { model, name, accuracy, seeds, curves } = overview;
  return {
    model,
    name: lineName(name, run.short),
    accuracy,
    seeds,
    marks: [],
    rank: null,
    role: 'compared',
    pinned: true,
    fresh: true,
    activity: null,
    earlier: false,
    curves,
    now: {
      'sample-wise': pointAt(curves['sample-wise'], flips),
      collective: pointAt(curves.collective, flips),
    },
  };
}

function flipsOf(result: Result, view: PanelView): number {
  const stops = stopsOf(result);
  return view.flips === null
    ? defaultFlips(stops, result.dataset.labelled.length)
    : nearestStop(stops, view.flips);
}

/** Of one split's ratio as the result has it; the curve's own where it is a mean, or an accuracy. */
function plateauFor(
  { model, seeds, curves }: Pick<Overview, 'model' | 'seeds' | 'curves'>,
  quantity: PanelView['quantity'],
): { plateau: Plateau | null; kind: CertificateKind } {
  const kind: CertificateKind = curves.collective ? 'collective' : 'sample-wise';
  const known = seeds === null && quantity === 'ratio' ? model.collective?.plateaus : undefined;
  if (known) return { plateau: longestPlateau(known), kind };
  const points = curves[kind];
  return { plateau: points ? plateauOf(points) : null, kind };
}

/**
 * What depends on the past. The order of the models stands still while a run goes on and while the budget is
 * dragged; the axis widens when the budget goes past its end, and shrinks back only when nobody is dragging.
 */
export function settle(patched: Snapshot, before: Snapshot): Snapshot {
  const { state } = patched;
  const run =
    state === null || state === before.state ? patched.run : followRun(before.run, before.state, state);
  const next = { ...patched, run };
  const result = next.state?.result ?? null;
  const overviews = result ? overviewsOf(result, next.view.quantity) : [];
  if (!result || overviews.length === 0) return { ...next, split: null };
  const flips = flipsOf(result, next.view);
  const names = overviews.map((m) => m.name);
  const frozen = (next.state?.status.kind === 'running' && next.order.length > 0) || next.dragging;
  const order = frozen ? keepOrder(next.order, names) : rankModels(overviews, flips);
  const chosen =
    overviews.find((m) => m.name === next.view.model) ?? overviews.find((m) => m.name === order[0]);
  const split = splitOf(result, next.view.seed ?? null, chosen?.name ?? null, before.split);
  const stops = stopsOf(result);
  const curve = chosen ? plateauFor(chosen, next.view.quantity) : null;
  const base = axisEndOf(stops, curve?.plateau ?? null);
  const past = stops.find((stop) => stop > flips) ?? flips;
  const wide = flips > base ? past : base;
  const axisEnd = next.dragging ? Math.max(wide, before.axisEnd) : wide;
  // The model that is best when the panel opens stays chosen; moving the budget must not change what is looked at.
  const settled = next.state?.status.kind !== 'running';
  const view =
    chosen && settled && next.view.model !== chosen.name ? { ...next.view, model: chosen.name } : next.view;
  return { ...next, order, axisEnd, view, split };
}
