import type { Csr } from './csr';

/** Zeros in memory that every thread sees. */
export function sharedFloats(length: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}

/** A copy in memory that every thread sees; the list itself where it lies there. */
export function shareFloats(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const out = sharedFloats(values.length);
  out.set(values);
  return out;
}

/** The same of indices. */
export function shareInts(values: Int32Array): Int32Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const out = new Int32Array(new SharedArrayBuffer(4 * values.length));
  out.set(values);
  return out;
}

/** The same of a sparse matrix. */
export function shareCsr({ rows, cols, rowPtr, colIdx, values }: Csr): Csr {
  return {
    rows,
    cols,
    rowPtr: shareInts(rowPtr),
    colIdx: shareInts(colIdx),
    values: shareFloats(values),
  };
}

/** Bytes that a sparse matrix takes. */
export function csrBytes({ rowPtr, colIdx, values }: Csr): number {
  return rowPtr.byteLength + colIdx.byteLength + values.byteLength;
}
