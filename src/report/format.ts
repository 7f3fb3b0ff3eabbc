/** Numbers as every view shows them: one decimal in per cent, never more digits than are meant. */
export function percent(share: number): string {
  return `${percentDigits(share)} %`;
}

/** Per cent without the sign. Never rounds up to all or down to none: those two are claims. */
export function percentDigits(share: number): string {
  const digits = (share * 100).toFixed(1);
  if (digits === '100.0' && share < 1 - 1e-12) return '99.9';
  if (digits === '0.0' && share > 1e-12) return '0.1';
  return digits;
}

/** What is known of a share: one value, or a range where a bound is missing. */
export function percentRange(low: number, high: number): string {
  return low === high ? percent(low) : `${percentDigits(low)} to ${percent(high)}`;
}

/** A count with thousands separated, e.g. 1,215. */
export function count(n: number): string {
  // By hand, since asking for a locale's way takes longer than reading an answer from the cache.
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Seconds as a person says them: 0.42 s, 12 s, 3 min 5 s, 2 h 10 min. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 10 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds - 60 * minutes)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A size in the largest unit that it fills, e.g. 73 kB, 1.3 MB. */
export function bytes(value: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  let scaled = value / 1024;
  let unit = 0;
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${scaled < 10 && unit > 0 ? scaled.toFixed(1) : Math.ceil(scaled)} ${units[unit]}`;
}
