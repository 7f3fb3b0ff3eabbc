/** Signs in the margin beside models and expectations, with the numbers behind them. Pure. */
import type { ExpectationOutcome } from '../report/result';
import type { Entry } from './entry';
import { expectationPlaces } from './expectationText';
import { modelTitle } from './lensText';
import { livingMessages as words } from './livingMessages';
import { placesOf } from './places';
import { expectationMark, expectationStandings, modelMark, type Mark } from './standing';

export const MARKS: readonly Mark[] = ['proven', 'failed', 'open', 'stale', 'running'];

export interface MarginMark {
  readonly line: number;
  readonly mark: Mark;
  /** Lines of what is said of it. */
  readonly hover: readonly string[];
}

export function marginMarks(entry: Entry, text: string): MarginMark[] {
  const places = expectationPlaces(text);
  const standings = expectationStandings(entry, places);
  const models = placesOf(text).models.flatMap(({ family, range }): MarginMark[] => {
    const mark = modelMark(entry, family, places, standings);
    if (mark === null) return [];
    const numbers = modelTitle(entry, family);
    const hover = [words.markModel[mark](), ...(numbers === null ? [] : [numbers])];
    return [{ line: range.startLine, mark, hover }];
  });
  const expected = standings.flatMap((standing, i): MarginMark[] => {
    const mark = expectationMark(standing);
    if (mark === null) return [];
    const numbers = standing.outcome ? [numbersOf(standing.outcome)] : [];
    return [{ line: places[i].range.startLine, mark, hover: [words.markExpectation[mark](), ...numbers] }];
  });
  return [...models, ...expected];
}

/** What was expected and what is proven. */
export function numbersOf({ quantity, condition, value, atMost, flips }: ExpectationOutcome): string {
  return words.numbers(quantity, condition, value, atMost, flips);
}
