import type { NetworkSpec } from '../../config/experiment';
import type { Dataset, Split } from '../../core/graph/dataset';
import type { KernelBlocks } from '../../core/kernel/blocks';
import type { Csr } from '../../core/linalg/csr';
import { digestOf } from '../../prepare/digest';
import type { Part } from '../../prepare/digest';

/** What a kernel sees of a dataset. Labels and ids are no part of it. */
export function dataDigest({ adjacency, features }: Dataset): string {
  return digestOf(['data', ...partsOf(adjacency), ...partsOf(features)]);
}

/** @param code what forms the kernel @param data `dataDigest` of the dataset */
export function kernelKey(
  code: string,
  data: string,
  splits: readonly Split[],
  { architecture, keys }: NetworkSpec,
): string {
  const written = Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1));
  return digestOf([
    'kernel',
    code,
    data,
    architecture,
    JSON.stringify(written),
    ...splits.flatMap(({ labelled, test }): Part[] => [labelled, test]),
  ]);
}

function partsOf({ rows, cols, rowPtr, colIdx, values }: Csr): Part[] {
  return [rows, cols, rowPtr, colIdx, values];
}

/** The blocks of all splits one after the other, nothing else: their sizes follow from the splits. */
export function kernelBytes(blocks: readonly KernelBlocks[]): Uint8Array {
  const parts = blocks.flatMap(({ labelled, test, testDiagonal }) => [labelled, test, testDiagonal]);
  return Buffer.concat(
    parts.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
}

/** Null where the bytes are not as many as these splits have. */
export function kernelFrom(bytes: Uint8Array, splits: readonly Split[]): KernelBlocks[] | null {
  const sizes = splits.map(({ labelled: { length: m }, test: { length: tests } }) => [
    m * m,
    tests * m,
    tests,
  ]);
  const total = sizes.flat().reduce((sum, size) => sum + size, 0);
  if (bytes.length !== total * Float64Array.BYTES_PER_ELEMENT) return null;
  // A copy of its own: the content need not begin where a number may.
  const values = new Float64Array(new Uint8Array(bytes).buffer);
  let from = 0;
  const take = (size: number): Float64Array => values.slice(from, (from += size));
  return sizes.map(([labelled, test, testDiagonal]) => ({
    labelled: take(labelled),
    test: take(test),
    testDiagonal: take(testDiagonal),
  }));
}
