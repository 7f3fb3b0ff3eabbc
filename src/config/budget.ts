import type { Location } from './tree';

/** A share as the user wrote it: the text decides how many flips it allows, not the rounded number. */
export interface Share {
  readonly text: string;
  readonly value: number;
}

export type BudgetSpec =
  | { readonly kind: 'shares'; readonly shares: readonly (Share & { readonly location: Location })[] }
  | { readonly kind: 'flips'; readonly flips: readonly number[]; readonly locations: readonly Location[] }
  | { readonly kind: 'all' };

/** A budget against m labelled nodes. `share` is null where the user wrote none. */
export interface Budget {
  readonly flips: number;
  readonly share: number | null;
}

const DECIMAL = /^\+?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/**
 * floor(share * m), computed on the decimal as it is written: 0.29 of 100 is 29, although the float product is 28.99….
 * @param shareText a decimal in 0 .. 1, e.g. `0.05`, `.3`, `1e-1`.
 * @param m number of labelled nodes.
 * @throws RangeError where the text is no decimal in 0 .. 1.
 */
export function allowedFlips(shareText: string, m: number): number {
  const match = DECIMAL.exec(shareText.trim());
  const digits = match === null ? '' : (match[1] + match[2]).replace(/^0+/, '');
  if (match === null || match[1] + match[2] === '') throw new RangeError(`Not a decimal: ${shareText}`);
  if (digits === '') return 0;
  // The share is 0.digits * 10^magnitude; the bounds keep the powers of ten below small.
  const exponent = Number(match[3] ?? 0) - match[2].length;
  const magnitude = digits.length + exponent;
  if (magnitude > 1) throw new RangeError(`Not between 0 and 1: ${shareText}`);
  if (magnitude < -20) return 0;
  const scaled = BigInt(digits) * BigInt(m);
  const flips = exponent >= 0 ? scaled * 10n ** BigInt(exponent) : scaled / 10n ** BigInt(-exponent);
  if (isAboveOne(digits, exponent)) throw new RangeError(`Not between 0 and 1: ${shareText}`);
  return Number(flips);
}

/** Whether digits * 10^exponent > 1. */
function isAboveOne(digits: string, exponent: number): boolean {
  return exponent >= 0 ? digits !== '1' || exponent > 0 : BigInt(digits) > 10n ** BigInt(-exponent);
}

/**
 * Budgets to compute: ascending, an entry for 0 flips first, then one for each share (equal shares once) or number
 * of flips asked for. Several shares may allow the same flips; each keeps its entry.
 * @param m number of labelled nodes: what a share is a share of.
 * @param flippable labels that may be flipped (m without the trusted ones); the end of `all`. A share may allow
 *   more flips than that.
 */
export function resolveBudgets(spec: BudgetSpec, m: number, flippable: number): Budget[] {
  if (spec.kind === 'shares') {
    const byShare = new Map(spec.shares.map((share) => [share.value, share]));
    const shares = [...byShare.values()].sort((a, b) => a.value - b.value);
    const budgets = shares.map(({ text, value }) => ({ flips: allowedFlips(text, m), share: value }));
    return budgets[0]?.share === 0 ? budgets : [{ flips: 0, share: null }, ...budgets];
  }
  const flips = spec.kind === 'all' ? Array.from({ length: flippable }, (_, i) => i + 1) : spec.flips;
  return [...new Set([0, ...flips])].sort((a, b) => a - b).map((count) => ({ flips: count, share: null }));
}

/** One budget as an expectation names it. */
export type BudgetChoice =
  ({ readonly kind: 'share' } & Share) | { readonly kind: 'flips'; readonly flips: number };

/** Flips that a choice allows of m labelled nodes. */
export function flipsOf(choice: BudgetChoice, m: number): number {
  return choice.kind === 'share' ? allowedFlips(choice.text, m) : choice.flips;
}

/** The text of a number as {@link allowedFlips} reads it: as written where that is a decimal (YAML knows 0x1 too). */
export function shareText(text: string, value: number): string {
  return DECIMAL.test(text) ? text : String(value);
}

/** The shortest decimal that allows exactly this many flips of m labelled nodes; m is 1 or more, flips at most m. */
export function shareOf(flips: number, m: number): string {
  for (let digits = 1; digits < 12; digits++) {
    // Rounded up: a share below flips / m would allow one flip less.
    const text = Math.min(1, Math.ceil((flips / m) * 10 ** digits - 1e-9) / 10 ** digits).toFixed(digits);
    if (allowedFlips(text, m) === flips) return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '.0');
  }
  return String(flips / m);
}
