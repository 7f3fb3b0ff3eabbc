import type { Dataset, Split } from '../core/graph/dataset';
import type { GraphPicture } from '../report/picture';

export interface PictureLimits {
  readonly nodes: number;
  readonly edges: number;
}

/** More than this nobody can look at, and a panel should not have to hold. */
export const PICTURE_LIMITS: PictureLimits = { nodes: 20_000, edges: 20_000 };

/**
 * The graph as it is drawn: whole where it is within the limits; else the labelled nodes, the test nodes, and what lies
 * next to them, in this order, up to the limits. Null where there are no edges.
 */
export function graphPicture(
  { adjacency, ids }: Dataset,
  splits: readonly Split[],
  limits: PictureLimits = PICTURE_LIMITS,
): GraphPicture | null {
  const { rowPtr, colIdx, rows: n } = adjacency;
  const edges = colIdx.length / 2;
  if (edges === 0) return null;
  if (n <= limits.nodes && edges <= limits.edges) {
    const pairs: number[] = [];
    for (let i = 0; i < n; i++)
      for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) if (colIdx[e] > i) pairs.push(i, colIdx[e]);
    return { ids: Array.from(ids), edges: pairs };
  }
  const kept = new Set<number>();
  const marked = [...splits.flatMap((s) => [...s.labelled]), ...splits.flatMap((s) => [...s.test])];
  for (const row of marked) if (kept.size < limits.nodes) kept.add(row);
  const inside = [...kept];
  const chosen: [number, number][] = [];
  const met = new Set<number>();
  // Whoever comes first brings its edges: those of labelled nodes are never the ones left out for others.
  for (const i of inside) {
    for (let e = rowPtr[i]; e < rowPtr[i + 1] && chosen.length < limits.edges; e++) {
      const j = colIdx[e];
      if (!kept.has(j) && kept.size >= limits.nodes) continue;
      const key = Math.min(i, j) * n + Math.max(i, j);
      if (met.has(key)) continue;
      met.add(key);
      kept.add(j);
      chosen.push([Math.min(i, j), Math.max(i, j)]);
    }
  }
  const rows = [...kept].sort((a, b) => a - b);
  const place = new Map(rows.map((row, k) => [row, k]));
  chosen.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    ids: rows.map((row) => ids[row]),
    edges: chosen.flatMap(([i, j]) => [place.get(i) ?? 0, place.get(j) ?? 0]),
    reduced: { nodes: n, edges, degrees: rows.map((row) => rowPtr[row + 1] - rowPtr[row]) },
  };
}
