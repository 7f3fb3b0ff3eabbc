/** What stands above the models and the expectations of a configuration. Pure. */
import type { CertificateKind, Result } from '../report/result';
import { judgedMean } from '../report/expectations';
import { resultOf, statusOf, type Entry } from './entry';
import { expectationPlaces } from './expectationText';
import { livingMessages as words } from './livingMessages';
import { isOfFamily, placesOf, type ModelPlace } from './places';
import { expectationStandings, modelStanding } from './standing';
import { startingPoint, wantedFlips } from './summary';

export interface Lens {
  readonly line: number;
  readonly title: string;
  readonly tooltip: string;
  readonly command: string;
  /** The model that the command is about; null: the file. */
  readonly model: string | null;
}

/**
 * All lenses of a text.
 * @param entry null where the file was never looked at
 * @param earlier names of the models that earlier runs of the file have
 */
export function lensesOf(entry: Entry | null, text: string, earlier: readonly string[] = []): Lens[] {
  const places = placesOf(text);
  const models = places.models.flatMap((place) => modelLenses(entry, place, earlier));
  const expect = entry && places.expect ? expectLens(entry, text, places.expect.startLine) : null;
  return expect ? [...models, expect] : models;
}

function modelLenses(
  entry: Entry | null,
  { family, range: { startLine: line } }: ModelPlace,
  earlier: readonly string[],
): Lens[] {
  const lens = (title: string, command: string, tooltip: string): Lens => {
    return { line, title, command, tooltip, model: family };
  };
  const running = entry?.run ? ['running', 'waiting'].includes(modelStanding(entry, family).standing) : false;
  const first = running
    ? lens(words.cancel(), 'flipcert.cancel', words.cancel())
    : lens(words.certify(), 'flipcert.certifyModel', words.certifyTooltip(family));
  const said = entry && modelTitle(entry, family);
  // Nothing to compare with before there are two.
  const compared = said !== null && earlier.some((name) => isOfFamily(name, family));
  return [
    first,
    ...(said ? [lens(said, 'flipcert.openPanel', words.lensTooltip())] : []),
    ...(compared ? [lens(words.lensCompare(), 'flipcert.compareRuns', words.lensCompareTooltip())] : []),
  ];
}

/** What is known of the models of an entry, in one line; null where nothing is. */
export function modelTitle(entry: Entry, family: string): string | null {
  const { standing, names } = modelStanding(entry, family);
  const status = statusOf(entry, { models: 0, labelled: null, test: null }, '');
  const result = resultOf(entry);
  const numbers = result && bestText(result, names, family);
  switch (standing) {
    case 'none':
      return null;
    case 'running':
      return words.lensRunning(status.kind === 'running' ? status.done : null);
    case 'waiting':
      return status.kind === 'running' && status.queued !== undefined
        ? words.lensQueued(status.queued)
        : words.lensWaiting();
    case 'stale':
      return numbers && words.lensStale(numbers);
    case 'current':
      return numbers;
  }
}

/** Of several models that one entry stands for the best one's numbers, with its name. */
function bestText(result: Result, names: readonly string[], family: string): string | null {
  const all = names
    .map((name) => ({ name, ratios: ratiosOf(result, name) }))
    .filter(({ ratios }) => ratios !== null)
    .map(({ name, ratios }) => ({ name, ratios: ratios as Ratios }));
  if (all.length === 0) return null;
  const valueOf = ({ ratios: { one, all } }: { ratios: Ratios }): number => (one ?? all)?.low ?? 0;
  const best = all.reduce((a, b) => (valueOf(b) > valueOf(a) ? b : a));
  const text = ratioText(best.ratios);
  return best.name === family ? text : words.lensBest(best.name, text);
}

interface Ratio {
  readonly low: number;
  readonly high: number;
}

/** Certified ratios of one model at one budget. */
export interface Ratios {
  readonly flips: number;
  readonly one: Ratio | null;
  readonly all: Ratio | null;
  readonly seeds: { readonly done: number; readonly all: number } | null;
}

/** At the budget at which the panel starts; null where the model has no curve. */
export function ratiosOf(result: Result, name: string): Ratios | null {
  const model = (result.means?.map(judgedMean) ?? result.models).find((one) => one.name === name);
  if (!model) return null;
  const curves = { 'sample-wise': model.sampleWise?.curve ?? [], collective: model.collective?.curve ?? [] };
  const longest = curves['sample-wise'].length > 0 ? curves['sample-wise'] : curves.collective;
  const flips = startingPoint(longest, wantedFlips(result))?.flips;
  if (flips === undefined) return null;
  const at = (kind: CertificateKind): Ratio | null => {
    const point = curves[kind].find((one) => one.flips === flips);
    return point ? { low: point.certified, high: point.certifiedAtMost } : null;
  };
  const mean = result.means?.find((one) => one.name === name);
  const seeds = mean && result.seeds ? { done: mean.seeds, all: result.seeds.length } : null;
  return { flips, one: at('sample-wise'), all: at('collective'), seeds };
}

/** Sample-wise and collective said apart: they are different claims. */
export function ratioText({ flips, one, all, seeds }: Ratios): string {
  const parts = [
    one ? words.lensOne(one.low, one.high, flips) : null,
    all ? (one ? words.lensAll(all.low, all.high) : words.lensAllAt(all.low, all.high, flips)) : null,
  ].filter((part) => part !== null);
  const text = parts.join(' · ');
  return seeds ? words.lensMean(text, seeds.done, seeds.all) : text;
}

function expectLens(entry: Entry, text: string, line: number): Lens | null {
  const standings = expectationStandings(entry, expectationPlaces(text));
  if (standings.length === 0) return null;
  const count = (state: string): number => standings.filter((one) => one.state === state).length;
  const title = ((): string => {
    if (count('running') > 0) return words.lensExpectRunning();
    if (count('stale') > 0) return words.lensExpectStale();
    if (count('none') === standings.length) return words.lensExpectNone();
    return words.lensExpect(count('held'), count('failed'), count('open'), standings.length);
  })();
  return { line, title, tooltip: words.lensTooltip(), command: 'flipcert.openPanel', model: null };
}
