/** Numbers as every view shows them: one decimal in per cent, never more digits than are meant. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A count with thousands separated, e.g. 1,215. */
export function count(n: number): string {
  return n.toLocaleString('en-US');
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
