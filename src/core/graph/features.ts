import { CodedError } from '../errors';
import type { Csr } from '../linalg/csr';
import { csrFromDense, csrIdentity, csrMap, csrSelectRows } from '../linalg/csr';

export type FeatureMode = 'as-is' | 'binary' | 'standardized' | 'identity';

/** Above this many numbers a standardized matrix, which is dense, would not fit in memory. */
const MAX_DENSE = 2 ** 27;

/**
 * Features of the rows kept (n x d) from those of the whole file.
 * @param mode null: as they are, or the identity where the file has none.
 * @throws CodedError `features-missing`, `features-too-large` at `dataset.features`.
 */
export function chooseFeatures(features: Csr | null, mode: FeatureMode | null, kept: Int32Array): Csr {
  const chosen = mode ?? (features === null ? 'identity' : 'as-is');
  if (chosen === 'identity') return csrIdentity(kept.length);
  if (features === null) {
    throw new CodedError(
      'features-missing',
      `This file has no features, so they cannot be \`${chosen}\`; write \`features: identity\`.`,
      ['dataset', 'features'],
    );
  }
  if (chosen === 'standardized') return standardized(features, kept);
  const rows = csrSelectRows(features, kept);
  return chosen === 'binary' ? csrMap(rows, (x) => (x > 0 ? 1 : 0)) : rows;
}

/** Columns moved to mean 0 and scaled to variance 1 over all rows of the file; constant columns become 0. */
function standardized(features: Csr, kept: Int32Array): Csr {
  const { rows: n, cols: d } = features;
  if (kept.length * d > MAX_DENSE) {
    throw new CodedError(
      'features-too-large',
      `Standardized features are dense, and ${kept.length} x ${d} of them are too many; use \`as-is\` or \`binary\`.`,
      ['dataset', 'features'],
    );
  }
  const mean = new Float64Array(d);
  for (let e = 0; e < features.colIdx.length; e++) mean[features.colIdx[e]] += features.values[e];
  for (let j = 0; j < d; j++) mean[j] /= n;
  // Squared distances from the mean, not a difference of squares: that would cancel for large offsets.
  const squares = new Float64Array(d);
  const stored = new Int32Array(d);
  const low = new Float64Array(d).fill(Infinity);
  const high = new Float64Array(d).fill(-Infinity);
  for (let e = 0; e < features.colIdx.length; e++) {
    const j = features.colIdx[e];
    const x = features.values[e];
    squares[j] += (x - mean[j]) ** 2;
    stored[j]++;
    if (x < low[j]) low[j] = x;
    if (x > high[j]) high[j] = x;
  }
  const scale = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    const unstored = n - stored[j];
    squares[j] += unstored * mean[j] ** 2;
    // Rounding of the mean must not turn a constant column into noise of variance 1.
    const constant = unstored === 0 ? low[j] === high[j] : stored[j] === 0;
    scale[j] = constant || squares[j] === 0 ? 0 : 1 / Math.sqrt(squares[j] / n);
  }
  const dense = new Float64Array(kept.length * d);
  for (let i = 0; i < kept.length; i++) {
    const row = dense.subarray(i * d, (i + 1) * d);
    for (let e = features.rowPtr[kept[i]]; e < features.rowPtr[kept[i] + 1]; e++) {
      row[features.colIdx[e]] = features.values[e];
    }
    for (let j = 0; j < d; j++) row[j] = (row[j] - mean[j]) * scale[j];
  }
  return csrFromDense(kept.length, d, dense);
}
