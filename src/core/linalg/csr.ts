/**
 * Sparse matrix in compressed sparse row form. Column indices ascend within a row; no duplicates.
 * `rowPtr` has rows + 1 entries; row i holds entries rowPtr[i] .. rowPtr[i + 1] - 1.
 */
export interface Csr {
  readonly rows: number;
  readonly cols: number;
  readonly rowPtr: Int32Array;
  readonly colIdx: Int32Array;
  readonly values: Float64Array;
}
