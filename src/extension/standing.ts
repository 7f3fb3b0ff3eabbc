/**
 * How single models and expectations of a file stand: what code lenses, marks in the margin and tests are drawn from.
 * Everything here follows `statusOf`, so that no view claims more than another. Pure.
 */
import type { ExpectationOutcome, Result } from '../report/result';
import { isExactIn } from '../report/over-seeds';
import { resultOf, statusOf, type Entry } from './entry';
import { outcomesOf, type ExpectationPlace } from './expectationText';
import { isOfFamily } from './places';

export type Standing =
  /** Nothing is known of it. */
  | 'none'
  /** A run goes on and has not reached it. */
  | 'waiting'
  /** A run goes on, and what it has so far is not final. */
  | 'running'
  /** What is known holds for the text and the files as they stand. */
  | 'current'
  /** What is known is of an older state. */
  | 'stale';

export interface ModelStanding {
  readonly standing: Standing;
  /** Names in the result of the models that the entry stands for. */
  readonly names: readonly string[];
}

const NO_COST = { models: 0, labelled: null, test: null };

/** How the models stand that one entry of `models:` stands for: the least settled of them. */
export function modelStanding(entry: Entry, family: string): ModelStanding {
  const result = resultOf(entry);
  const names = namesOf(result).filter((name) => isOfFamily(name, family));
  const standings = names.map((name) => standingOf(entry, name));
  const order = ['running', 'waiting', 'stale', 'none', 'current'] as const;
  const standing = order.find((one) => standings.includes(one)) ?? unreached(entry, family);
  return { standing, names };
}

/** Of a model that no result has. */
function unreached({ run }: Entry, family: string): Standing {
  if (!run || (run.only !== null && !isOfFamily(family, run.only))) return 'none';
  return run.model !== null && isOfFamily(run.model, family) ? 'running' : 'waiting';
}

function standingOf(entry: Entry, name: string): Standing {
  const status = statusOf(entry, NO_COST, '');
  switch (status.kind) {
    case 'empty':
      return 'none';
    case 'current':
      return 'current';
    case 'stale':
    case 'failed':
      return 'stale';
    case 'running': {
      if (status.finished.includes(name)) return 'current';
      if (status.only !== undefined && !isOfFamily(name, status.only)) return 'stale';
      return status.model === name || status.reached?.includes(name) ? 'running' : 'waiting';
    }
  }
}

export type ExpectationStanding =
  | { readonly state: 'none' | 'running' | 'stale'; readonly outcome: null }
  | { readonly state: ExpectationOutcome['outcome']; readonly outcome: ExpectationOutcome };

/** How each entry of `expect:` stands. @param places of the text as it stands */
export function expectationStandings(
  entry: Entry,
  places: readonly ExpectationPlace[],
): ExpectationStanding[] {
  const { run, certified } = entry;
  const fresh = run ? outcomesOf(places, run.partial?.expectations ?? []) : [];
  const kept = outcomesOf(places, certified?.result.expectations ?? []);
  const finished = run?.textHash === entry.textHash ? run.finished : [];
  return places.map(({ model }, i): ExpectationStanding => {
    const standing = known(entry, model) ? standingOf(entry, model) : unreached(entry, model);
    const outcome = finished.includes(model) ? fresh[i] : kept[i];
    switch (standing) {
      case 'waiting':
      case 'running':
        return { state: 'running', outcome: null };
      case 'stale':
        return { state: kept[i] ? 'stale' : 'none', outcome: null };
      case 'none':
        return { state: 'none', outcome: null };
      case 'current':
        return outcome ? { state: outcome.outcome, outcome } : { state: 'none', outcome: null };
    }
  });
}

function known(entry: Entry, model: string): boolean {
  return namesOf(resultOf(entry)).includes(model);
}

export type Mark = 'proven' | 'failed' | 'open' | 'stale' | 'running';

/** The sign in the margin beside a model; null where there is nothing to say. */
export function modelMark(
  entry: Entry,
  family: string,
  places: readonly ExpectationPlace[],
  expectations: readonly ExpectationStanding[],
): Mark | null {
  const { standing, names } = modelStanding(entry, family);
  switch (standing) {
    case 'none':
      return null;
    case 'waiting':
    case 'running':
      return 'running';
    case 'stale':
      return 'stale';
    case 'current': {
      const own = expectations.filter((_, i) => isOfFamily(places[i].model, family));
      if (own.some(({ state }) => state === 'failed')) return 'failed';
      const result = resultOf(entry);
      return result && names.every((name) => isExactIn(result, name)) ? 'proven' : 'open';
    }
  }
}

export function expectationMark({ state }: ExpectationStanding): Mark | null {
  switch (state) {
    case 'none':
      return null;
    case 'held':
      return 'proven';
    case 'failed':
    case 'open':
    case 'stale':
    case 'running':
      return state;
  }
}

function namesOf(result: Result | null): string[] {
  return (result?.means ?? result?.models ?? []).map(({ name }) => name);
}
