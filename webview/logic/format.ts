/** Numbers as words. One decimal in per cent, radii as whole numbers, never more digits than are meant. */

import { count, percentDigits } from '../../src/report/format';
import { t } from '../l10n';

export { count };

/** Keeps a number and its unit on one line. */
export const NBSP = '\u00a0';

/** Per cent with one decimal. Never rounds up to all or down to none: those two are claims. */
export function percent(share: number): string {
  return `${percentDigits(share)}${NBSP}%`;
}

/** Per cent for captions: without the decimal where it is zero. */
export function percentShort(share: number): string {
  return `${percentDigits(share).replace(/\.0$/, '')}${NBSP}%`;
}

/** A value that may be a bracket: "31.2 %", or "31.2–40.0 %". */
export function percentRange(low: number, high: number): string {
  const from = percentDigits(low);
  const to = percentDigits(high);
  return from === to ? `${from}${NBSP}%` : `${from}–${to}${NBSP}%`;
}

/** A mean with its spread: "56.0 ± 12.8 %"; a bracket, or a value of one split, as it is. */
export function percentMean(low: number, high: number, deviation: number | undefined): string {
  if (deviation === undefined) return percentRange(low, high);
  return `${percentDigits(low)}${spread(deviation)}${NBSP}%`;
}

/** " ± 12.8", to stand behind a mean. */
export function spread(deviation: number): string {
  return `${NBSP}±${NBSP}${(deviation * 100).toFixed(1)}`;
}

/** Difference in percentage points, always with its sign: "+5.6", "−4.0". */
export function points(difference: number): string {
  const digits = Math.abs(difference * 100).toFixed(1);
  if (digits === '0.0') return '±0.0';
  return `${difference < 0 ? '−' : '+'}${digits}`;
}

export function flipCount(n: number): string {
  return n === 1 ? t('1\u00a0flip') : t('{0}\u00a0flips', count(n));
}

/** Margins: two decimals, more only where two would say zero. */
export function margin(decision: number): string {
  const size = Math.abs(decision);
  if (size >= 0.005 || size === 0) return size.toFixed(2);
  return size >= 0.00005 ? size.toPrecision(1) : '< 0.0001';
}

export function duration(seconds: number): string {
  if (seconds < 90) return t('{0}\u00a0s', Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return t('{0}\u00a0min', minutes);
  return t('{0}\u00a0h {1}\u00a0min', Math.floor(minutes / 60), minutes % 60);
}

/** Measured seconds, for the details: three significant digits are plenty. */
export function measuredSeconds(seconds: number): string {
  if (seconds >= 100) return t('{0}\u00a0s', count(Math.round(seconds)));
  if (seconds >= 1) return t('{0}\u00a0s', seconds.toFixed(1));
  return t('{0}\u00a0ms', Math.round(seconds * 1000));
}

/** "137", "137 and 151", "137, 151 and 44". */
export function list(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('');
  return t('{0} and {1}', items.slice(0, -1).join(', '), items[items.length - 1]);
}

/** "a", "a or b", "a or b or c". */
export function orList(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : items.reduce((left, right) => t('{0} or {1}', left, right));
}
