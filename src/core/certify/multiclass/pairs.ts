import { EPSILON } from '../../svm/gap';
import { slotCount, slotOf } from '../flip/floors';
import type { ClassLows } from './class-walk';

/**
 * Which flips of the labels of two classes go together. Let `own` be the nodes whose entry is flipped in the labels of
 * the predicted class p, and `other` those flipped in the labels of a competitor q. A node of p that enters q leaves p,
 * one of q that enters p leaves q, and a node of a third class enters at most one of them. Of `own`, a1 are members of p
 * and a2 are not; of `other`, b1 are members of q and b2 are not. The label changes number
 * a1 + b1 + (third-class nodes of both), at least max(a1, b2) + max(b1, a2) and at most all entries together.
 */
function possible(level: number, a1: number, a2: number, b1: number, b2: number): boolean {
  return Math.max(a1, b2) + Math.max(b1, a2) <= level && level <= a1 + a2 + b1 + b2;
}

/** What is still to be looked at of one row and level. */
export interface RowFloors {
  /** By class, a floor for each slot: sets whose low is above it cannot change the row. Null for none to look at. */
  readonly byClass: readonly (Float64Array | null)[];
}

/**
 * From the lows of all classes, which sets can be part of exactly `level` label changes that change a row; null where
 * none can, so that the row withstands these changes.
 * @param lows by class, up to `level` flips
 * @param own class predicted for the row
 */
export function rowFloors(
  lows: readonly ClassLows[],
  row: number,
  own: number,
  level: number,
): RowFloors | null {
  const slots = slotCount(level);
  const floors = lows.map(() => new Float64Array(slots).fill(-Infinity));
  const wanted = lows.map(() => false);
  const sets = compositions(level);
  lows.forEach((low, q) => {
    if (q === own) return;
    for (const [a1, a2] of sets) {
      const a = slotOf(level, a1, a2);
      for (const [b1, b2] of sets) {
        if (!possible(level, a1, a2, b1, b2)) continue;
        const b = slotOf(level, b1, b2);
        const mine = lows[own][a][row];
        const theirs = low[b][row];
        if (exceeds(mine, theirs)) continue;
        floors[own][a] = Math.max(floors[own][a], outward(-theirs));
        floors[q][b] = Math.max(floors[q][b], outward(-mine));
        wanted[own] = wanted[q] = true;
      }
    }
  });
  return wanted[own] ? { byClass: floors.map((floor, p) => (wanted[p] ? floor : null)) } : null;
}

/** Numbers of flipped members and others, of at most `level` together. */
function compositions(level: number): [number, number][] {
  return Array.from({ length: level + 1 }, (_, inside) =>
    Array.from({ length: level + 1 - inside }, (__, outside): [number, number] => [inside, outside]),
  ).flat();
}

/** Whether a + b is positive beyond the rounding of how they were formed; so it is where one is Infinity, for no set. */
function exceeds(a: number, b: number): boolean {
  return a === Infinity || b === Infinity || a + b > 4 * EPSILON * (Math.abs(a) + Math.abs(b));
}

/** A little above, so that no rounding hides a set. */
export function outward(value: number): number {
  return value + 16 * EPSILON * Math.abs(value);
}
