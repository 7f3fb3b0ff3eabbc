/**
 * `checked`: computed anew and right. `sampled`: some sets of changes bear it out, not all were looked at. `open`: it could
 * not be told. `refuted`: it is wrong.
 */
export type Outcome = 'checked' | 'sampled' | 'open' | 'refuted';
export const OUTCOMES: readonly Outcome[] = ['checked', 'sampled', 'open', 'refuted'];

export const CLAIM_KINDS = [
  'dataset',
  'models',
  'chosen C',
  'predictions',
  'witnesses',
  'safe flips',
  'breaking flips',
  'collective',
  'curves',
  'status',
  'means',
  'expectations',
] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** A claim that was not simply right. */
export interface Remark {
  readonly outcome: Exclude<Outcome, 'checked'>;
  readonly kind: ClaimKind;
  /** Where in the result it stands. */
  readonly where: string;
  readonly message: string;
}

const BY_WEIGHT: readonly Outcome[] = ['checked', 'sampled', 'open', 'refuted'];

/** The less certain of two. */
export function worse(a: Outcome, b: Outcome): Outcome {
  return BY_WEIGHT.indexOf(a) >= BY_WEIGHT.indexOf(b) ? a : b;
}

/** What became of every claim of a result. */
export class Claims {
  readonly remarks: Remark[] = [];
  private readonly counts = new Map<ClaimKind, Record<Outcome, number>>();

  state(kind: ClaimKind, outcome: Outcome, where: string, message: string): Outcome {
    const counts = this.counts.get(kind) ?? { checked: 0, sampled: 0, open: 0, refuted: 0 };
    counts[outcome]++;
    this.counts.set(kind, counts);
    if (outcome !== 'checked') this.remarks.push({ outcome, kind, where, message });
    return outcome;
  }

  /** A claim that is right or wrong. */
  hold(kind: ClaimKind, right: boolean, where: string, message: string): Outcome {
    return this.state(kind, right ? 'checked' : 'refuted', where, message);
  }

  /** Numbers that are computed from other numbers of the result: equal but for the last rounding. */
  equal(kind: ClaimKind, stated: unknown, found: unknown, where: string): Outcome {
    return this.hold(kind, sameValue(stated, found), where, differs(stated, found));
  }

  /** By kind, in a fixed order; those of which there are claims. */
  table(): { readonly kind: ClaimKind; readonly counts: Readonly<Record<Outcome, number>> }[] {
    return CLAIM_KINDS.flatMap((kind) => {
      const counts = this.counts.get(kind);
      return counts === undefined ? [] : [{ kind, counts }];
    });
  }

  total(outcome: Outcome): number {
    return this.table().reduce((sum, { counts }) => sum + counts[outcome], 0);
  }
}

const ROUNDING = 1e-11;

/** The same plain data, numbers up to rounding. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Number.isInteger(a) && Number.isInteger(b)
      ? a === b
      : Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(a), Math.abs(b));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && sameValue(value, right.get(key)))
  );
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const differs = (stated: unknown, found: unknown): string => `stated ${shown(stated)}, found ${shown(found)}`;
