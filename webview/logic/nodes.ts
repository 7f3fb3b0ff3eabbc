/** Rows of the node table: status at a budget, filter, order, counts. Pure functions over the result. */
import { statusAt, type NodeStatus } from '../../src/report/node-status';
import type { ClassLabel, ModelResult, NodeCertificate, Result } from '../../src/report/result';

export { statusAt, type NodeStatus };
/** `changed`: while runs are compared, nodes whose status at the budget is not the same in both. */
export type StatusFilter = 'all' | NodeStatus | 'changed';
export type SortColumn = 'node' | 'status' | 'withstands' | 'class' | 'margin' | 'change';

export interface NodeRow {
  readonly node: number;
  readonly truth: ClassLabel | null;
  readonly predicted: ClassLabel;
  readonly decision: number;
  readonly certificate: NodeCertificate | null;
  /** Everything the filter looks at, in lower case. */
  readonly haystack: readonly string[];
}

/** Rows in the order of the test nodes in the file. */
export function rowsOf(result: Result, model: ModelResult): readonly NodeRow[] {
  const truth = new Map(result.dataset.test.map((node, i) => [node, result.dataset.testLabels[i] ?? null]));
  const certificates = new Map(model.sampleWise?.nodes.map((c) => [c.node, c]) ?? []);
  const place = new Map(result.dataset.test.map((node, i) => [node, i]));
  return model.predictions
    .map((p) => {
      const label = truth.get(p.node) ?? null;
      return {
        node: p.node,
        truth: label,
        predicted: p.class,
        decision: p.decision,
        certificate: certificates.get(p.node) ?? null,
        haystack: [String(p.node), String(label ?? '').toLowerCase(), String(p.class).toLowerCase()],
      };
    })
    .sort((a, b) => (place.get(a.node) ?? 0) - (place.get(b.node) ?? 0));
}

export function countsAt(rows: readonly NodeRow[], flips: number): Readonly<Record<NodeStatus, number>> {
  const counts = { safe: 0, broken: 0, open: 0, tie: 0 };
  for (const row of rows) if (row.certificate) counts[statusAt(row.certificate, flips)]++;
  return counts;
}

/** Ids that begin with the text, classes that contain it. */
export function matches(row: NodeRow, text: string): boolean {
  const [id, ...classes] = row.haystack;
  return id.startsWith(text) || classes.some((label) => label.includes(text));
}

export function filterRows(
  rows: readonly NodeRow[],
  text: string,
  status: StatusFilter,
  flips: number,
  changed: (node: number) => boolean = () => false,
): readonly NodeRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (wanted === '' || matches(row, wanted)) &&
      (status === 'all' ||
        (status === 'changed'
          ? changed(row.node)
          : row.certificate !== null && statusAt(row.certificate, flips) === status)),
  );
}

const STATUS_ORDER: Readonly<Record<NodeStatus, number>> = { broken: 0, tie: 1, open: 2, safe: 3 };

function sortKey(row: NodeRow, column: SortColumn, flips: number): number | string {
  const c = row.certificate;
  switch (column) {
    case 'node':
      return row.node;
    case 'status':
      return c ? STATUS_ORDER[statusAt(c, flips)] : -1;
    case 'withstands':
      // A tie withstands nothing at all, and of two brackets the one that is broken sooner comes first.
      return c ? (c.tie ? -1 : c.safeFlips + (c.breakingFlips === null ? 0.5 : 0)) : -1;
    case 'class':
      return `${String(row.truth ?? '')}\u0000${row.predicted}`;
    case 'margin':
      return Math.abs(row.decision);
    case 'change':
      return c?.witness?.length ?? Number.POSITIVE_INFINITY;
  }
}

/** Stable: rows that are equal keep the order of the file, in both directions. */
export function sortRows(
  rows: readonly NodeRow[],
  sort: { readonly column: string; readonly descending: boolean } | null,
  flips: number,
): readonly NodeRow[] {
  if (!sort || !isSortColumn(sort.column)) return rows;
  const column = sort.column;
  const sign = sort.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: sortKey(row, column, flips) }))
    .sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((entry) => entry.row);
}

const SORT_COLUMNS: readonly SortColumn[] = ['node', 'status', 'withstands', 'class', 'margin', 'change'];

export function isSortColumn(column: string): column is SortColumn {
  return SORT_COLUMNS.some((c) => c === column);
}

/** How many flips the cells of the column stand for: one more than any node withstands, within what was asked. */
export function cellCount(rows: readonly NodeRow[], largest: number): number {
  let most = 0;
  for (const { certificate: c } of rows) if (c) most = Math.max(most, c.safeFlips + 1, c.breakingFlips ?? 0);
  return Math.max(1, Math.min(most, largest));
}

/** Median number of flips withstood (the lower one of two), as a bracket; `null` at the upper end: no limit known. */
export function typicalFlips(
  certificates: readonly NodeCertificate[],
): { readonly low: number; readonly high: number | null } | null {
  const low = certificates.map((c) => (c.tie ? 0 : c.safeFlips));
  const high = certificates.map((c) =>
    c.breakingFlips === null ? Number.POSITIVE_INFINITY : c.breakingFlips - 1,
  );
  if (low.length === 0) return null;
  const middle = (values: number[]): number =>
    values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
  const top = middle(high);
  const bottom = middle(low);
  return { low: bottom, high: Number.isFinite(top) ? Math.max(top, bottom) : null };
}
