import { allowedFlips } from '../config/budget';
import { count } from '../report/format';
import type { KeyPath } from '../core/errors';
import type { Spot } from './spots';

/** A budget that is written: a share, or a number of flips. */
export interface WrittenBudget {
  readonly spot: Spot;
  readonly kind: 'share' | 'flips';
}

/** Every budget of a text, of `certify` and of the expectations. */
export function writtenBudgets(spots: readonly Spot[]): WrittenBudget[] {
  return spots.flatMap((spot): WrittenBudget[] => {
    const kind = typeof spot.scalar === 'number' && spot.value !== null ? budgetKind(spot.path) : null;
    return kind === null ? [] : [{ spot, kind }];
  });
}

export function budgetKind(path: KeyPath): 'share' | 'flips' | null {
  const [first, second, third, ...rest] = path;
  if (first === 'certify' && second === 'budgets') {
    if (typeof third === 'number' && rest.length === 0) return 'share';
    return third === 'flips' && rest.length === 1 ? 'flips' : null;
  }
  if (first !== 'expect' || typeof second !== 'number' || third !== 'budget') return null;
  return rest.length === 0 ? 'share' : rest[0] === 'flips' ? 'flips' : null;
}

/** `2 of 20 labels`; null where the text is no budget. */
export function allowance(text: string, kind: 'share' | 'flips', m: number): string | null {
  const flips = kind === 'flips' ? Number(text) : shareFlips(text, m);
  return flips === null || !Number.isInteger(flips) ? null : `${count(flips)} of ${count(m)} labels`;
}

function shareFlips(text: string, m: number): number | null {
  try {
    return allowedFlips(text, m);
  } catch {
    return null;
  }
}
