import type { Problem, TestView } from '../problem';

/**
 * The test rows as the walk reads them: column-major, each scaled by the clean prediction's sign and by
 * 1 / sqrt(Q_tt). A decision value then is positive while the prediction stands, and one radius fits all.
 */
export interface TestRows {
  readonly count: number;
  /** Correctly predicted rows come first: this many. */
  readonly correct: number;
  /** Index in the problem of each row kept. */
  readonly index: Int32Array;
  /** m x count, labelled node by labelled node. */
  readonly columns: Float64Array;
}

/** The test nodes with a sign of 1 or -1, the correctly predicted ones first. */
export function rowOrder({ sign, correct }: TestView): { index: Int32Array; correct: number } {
  const nodes = Array.from(sign.keys()).filter((t) => sign[t] !== 0);
  const right = nodes.filter((t) => correct[t] === 1);
  return {
    index: Int32Array.from([...right, ...nodes.filter((t) => correct[t] !== 1)]),
    correct: right.length,
  };
}

/** Scales the rows of the nodes that take part. */
export function testRows(problem: Pick<Problem, 'm' | 'R' | 'testDiagonal'>, view: TestView): TestRows {
  const { m, R, testDiagonal } = problem;
  const { sign } = view;
  const { index: kept, correct } = rowOrder(view);
  const count = kept.length;
  const columns = new Float64Array(m * count);
  kept.forEach((t, row) => {
    const scale = sign[t] / Math.sqrt(testDiagonal[t]);
    for (let j = 0; j < m; j++) columns[j * count + row] = R[t * m + j] * scale;
  });
  return { count, correct, index: kept, columns };
}

/** target = source + sum over j of (z_j - previous z_j) column_j. Four columns a pass. */
export function advanceDecisions(
  rows: TestRows,
  m: number,
  previous: Float64Array,
  z: Float64Array,
  source: Float64Array,
  target: Float64Array,
  changed: Int32Array,
): void {
  const { count, columns } = rows;
  let k = 0;
  for (let j = 0; j < m; j++) if (z[j] !== previous[j]) changed[k++] = j;
  let from = source;
  let at = 0;
  for (; at + 3 < k; at += 4) {
    const a = changed[at];
    const b = changed[at + 1];
    const c = changed[at + 2];
    const d = changed[at + 3];
    const da = z[a] - previous[a];
    const db = z[b] - previous[b];
    const dc = z[c] - previous[c];
    const dd = z[d] - previous[d];
    const ca = a * count;
    const cb = b * count;
    const cc = c * count;
    const cd = d * count;
    for (let t = 0; t < count; t++) {
      target[t] =
        from[t] + da * columns[ca + t] + db * columns[cb + t] + dc * columns[cc + t] + dd * columns[cd + t];
    }
    from = target;
  }
  for (; at < k; at++) {
    const a = changed[at];
    const da = z[a] - previous[a];
    const ca = a * count;
    for (let t = 0; t < count; t++) target[t] = from[t] + da * columns[ca + t];
    from = target;
  }
  if (k === 0) target.set(source);
}
