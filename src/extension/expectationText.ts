/** Where expectations stand in a text, and which nodes make one fail. Pure: no editor in here. */
import { isMap, isScalar, isSeq, LineCounter, type YAMLMap } from 'yaml';
import { documentOf } from '../config/yaml-document';
import type { SourceRange } from '../core/errors';
import { onSeeds } from '../report/over-seeds';
import type { ExpectationOutcome, ModelResult, Result } from '../report/result';

/** One entry of `expect:` as it stands in a text. */
export interface ExpectationPlace {
  readonly range: SourceRange;
  readonly model: string;
  readonly kind: string;
  readonly condition: string;
}

/** The entries of `expect:`, in the order of the file. Empty where the text has none. */
export function expectationPlaces(text: string): ExpectationPlace[] {
  const lines = new LineCounter();
  const { contents } = documentOf(text, { lineCounter: lines });
  if (!isMap(contents)) return [];
  const list = contents.get('expect', true);
  if (!isSeq(list)) return [];
  return list.items.flatMap((item) => {
    if (!isMap(item) || !item.range) return [];
    const [start, end] = item.range;
    const from = lines.linePos(start);
    const to = lines.linePos(end);
    const range = {
      startLine: from.line - 1,
      startColumn: from.col - 1,
      endLine: to.line - 1,
      endColumn: to.col - 1,
    };
    const condition = written(item, 'certified-ratio') || written(item, 'certified-accuracy');
    return [{ range, model: written(item, 'model'), kind: written(item, 'kind'), condition }];
  });
}

function written(map: YAMLMap, key: string): string {
  const value = map.get(key, true);
  return isScalar(value) ? String(value.value).trim() : '';
}

/**
 * The outcome of each entry of the text, or undefined where the run did not reach it. Outcomes of one model come in the
 * order of the file, but those of models that were not certified are missing, and models may come in any order.
 */
export function outcomesOf(
  places: readonly ExpectationPlace[],
  outcomes: readonly ExpectationOutcome[],
): (ExpectationOutcome | undefined)[] {
  const next = new Map<string, number>();
  return places.map((place) => {
    const ofModel = outcomes.filter(({ model }) => model === place.model);
    const outcome: ExpectationOutcome | undefined = ofModel[next.get(place.model) ?? 0];
    if (!outcome || !sameExpectation(place, outcome)) return undefined;
    next.set(place.model, (next.get(place.model) ?? 0) + 1);
    return outcome;
  });
}

function sameExpectation(place: ExpectationPlace, outcome: ExpectationOutcome): boolean {
  const bare = (condition: string): string => condition.replace(/\s+/g, '');
  return (
    place.model === outcome.model &&
    place.kind === outcome.kind &&
    bare(place.condition) === bare(outcome.condition)
  );
}

/** What breaks an expectation: nodes broken within its budget, the weakest first, or the worst common flip set. */
export interface Culprits {
  /** Nodes broken by exactly `flips` flips, the smallest number for which there is any. */
  readonly nodes: readonly number[];
  readonly flips: number;
  /** Labelled nodes of the worst common flip set, for a collective expectation. */
  readonly set: readonly number[];
  /** The seed whose nodes these are, the one that pulls the mean down most; null where there is one split. */
  readonly seed: number | null;
}

/** Finds who is to blame for a failed expectation; null where the result does not say. */
export function culprits(result: Result, expectation: ExpectationOutcome): Culprits | null {
  const certified = (model: ModelResult): number => {
    const { curve } = (expectation.kind === 'collective' ? model.collective : model.sampleWise) ?? {};
    return curve?.find(({ flips }) => flips === expectation.flips)?.certified ?? Infinity;
  };
  const weakest = onSeeds(result, expectation.model)
    .map((of) => ({ ...of, value: certified(of.model) }))
    .reduce<{ readonly seed: number | null; readonly model: ModelResult; readonly value: number } | null>(
      (least, of) => (least === null || of.value < least.value ? of : least),
      null,
    );
  return weakest && culpritsOf(weakest.model, weakest.seed, expectation);
}

function culpritsOf(
  model: ModelResult,
  seed: number | null,
  expectation: ExpectationOutcome,
): Culprits | null {
  if (expectation.kind === 'collective') {
    const point = model.collective?.curve.find((candidate) => candidate.flips === expectation.flips);
    const set = point?.witness?.map((flip) => flip.node) ?? [];
    return set.length > 0 ? { nodes: [], flips: set.length, set, seed } : null;
  }
  const broken = (model.sampleWise?.nodes ?? []).filter(
    (node) => node.breakingFlips !== null && node.breakingFlips <= expectation.flips,
  );
  if (broken.length === 0) return null;
  const flips = Math.min(...broken.map((node) => node.breakingFlips ?? Infinity));
  return {
    nodes: broken.filter((node) => node.breakingFlips === flips).map((node) => node.node),
    flips,
    set: [],
    seed,
  };
}
