import { distance } from 'fastest-levenshtein';

/** The word nearest to a mistyped one; null where none is near. Two letters swapped count as near. */
export function nearest(word: string, words: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    const away = distance(word.toLowerCase(), candidate.toLowerCase());
    // A word that shares no letter is not near, however short it is.
    if (away < least && away < candidate.length) {
      least = away;
      best = candidate;
    }
  }
  return best;
}
