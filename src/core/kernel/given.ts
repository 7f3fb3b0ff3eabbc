import { CodedError } from '../errors';
import type { Split } from '../graph/dataset';
import type { Square } from '../linalg/dense';
import type { KernelBlocks } from './blocks';
import { kernelBlocks } from './blocks';

/**
 * Kernels that the user computed. What is wrong with one is an error, since every bound of a certificate rests on
 * the kernel being symmetric and positive semi-definite.
 */

const KEY = ['dataset', 'kernel'];

/**
 * What is rounding in single entries: a difference of K_ij and K_ji, or an excess over sqrt(K_ii K_jj), in units of
 * the diagonal. Kernels are often computed in single precision.
 */
const ROUNDING = 1e-6;
/**
 * Negative eigenvalue, in units of the largest K_ii, that is rounding: the arc cosine in a network's kernel loses
 * half of the digits between nodes that are nearly equal.
 */
const RIDGE = 1e-8;
/** The same for kernels of single precision. As much is added to the diagonal, so that no bound rests on such a kernel. */
const SINGLE_RIDGE = 1e-5;
/** Rows that are factored together. More would take longer than an editor may take. */
const MAX_FACTORED = 768;

/** Makes a kernel exactly symmetric, in place. @throws CodedError `kernel-not-finite`, `kernel-not-symmetric`. */
export function symmetrize({ n, values }: Square): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const text = `\`K\` holds ${values[bad]} in row ${Math.floor(bad / n)}, column ${bad % n}; it must be a finite number.`;
    throw new CodedError('kernel-not-finite', text, KEY);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const lower = values[i * n + j];
      const upper = values[j * n + i];
      if (lower === upper) continue;
      const scale = Math.max(Math.abs(values[i * n + i]), Math.abs(values[j * n + j]));
      if (Math.abs(lower - upper) > ROUNDING * scale) {
        const text = `\`K\` is not symmetric: it holds ${upper} in row ${j}, column ${i}, and ${lower} in row ${i}, column ${j}.`;
        throw new CodedError('kernel-not-symmetric', text, KEY);
      }
      const mean = lower + (upper - lower) / 2;
      values[i * n + j] = mean;
      values[j * n + i] = mean;
    }
  }
}

/**
 * Checks that a symmetric kernel is positive semi-definite, up to rounding, where a certificate uses it: each pair
 * with a labelled node, the labelled and test nodes together as far as they are few enough to be factored, and each
 * further test node together with the labelled ones.
 * @param ids of the kernel's rows, for the message.
 * @returns what must be added to the diagonal: 0, but for kernels of single precision.
 * @throws CodedError `kernel-not-psd`.
 */
export function checkPositive({ n, values }: Square, { labelled, test }: Split, ids: Int32Array): number {
  const rows = [...labelled, ...test];
  const at = (i: number, j: number): number => values[rows[i] * n + rows[j]];
  const id = (i: number): number => ids[rows[i]];
  const largest = rows.reduce((most, _, i) => Math.max(most, at(i, i)), 0);
  rows.forEach((_, i) => {
    if (at(i, i) < -ROUNDING * largest || largest === 0) {
      throw notPositive(`its diagonal holds ${at(i, i)} for node ${id(i)}`);
    }
    for (let j = 0; j < Math.min(i, labelled.length); j++) {
      const bound = Math.sqrt(Math.max(0, at(i, i)) * Math.max(0, at(j, j)));
      if (Math.abs(at(i, j)) <= bound + ROUNDING * largest) continue;
      throw notPositive(`of nodes ${id(j)} and ${id(i)} it holds ${at(i, j)}, which exceeds ${bound}`);
    }
  });
  const factored = Math.min(rows.length, MAX_FACTORED);
  const leading = Math.min(factored, labelled.length);
  if (firstFailure(at, factored, leading, rows.length, RIDGE * largest) === null) return 0;
  const ridge = SINGLE_RIDGE * largest;
  const failed = firstFailure(at, factored, leading, rows.length, ridge);
  if (failed !== null) throw notPositive(`it has a negative eigenvalue, seen at node ${id(failed)}`);
  return ridge;
}

/** The kernel with a constant added to its diagonal. */
export function withRidge({ n, values }: Square, ridge: number): Square {
  const raised = values.slice();
  for (let i = 0; i < n; i++) raised[i * n + i] += ridge;
  return { n, values: raised };
}

function notPositive(why: string): CodedError {
  const text = `\`K\` is not positive semi-definite, so no certificate would be sound: ${why}.`;
  return new CodedError('kernel-not-psd', text, KEY);
}

/**
 * Cholesky factorisation of the first rows with a ridge, then the Schur complement of each later row against the
 * leading ones. The first row where either is negative; null where none is.
 */
function firstFailure(
  at: (i: number, j: number) => number,
  factored: number,
  leading: number,
  count: number,
  ridge: number,
): number | null {
  const L = new Float64Array(factored * factored);
  const row = new Float64Array(factored);
  for (let i = 0; i < count; i++) {
    const width = i < factored ? i : leading;
    let rest = at(i, i) + ridge;
    for (let j = 0; j < width; j++) {
      let sum = at(i, j);
      for (let k = 0; k < j; k++) sum -= row[k] * L[j * factored + k];
      row[j] = sum / L[j * factored + j];
      rest -= row[j] * row[j];
    }
    if (!(rest > 0)) return i;
    if (i >= factored) continue;
    L.set(row.subarray(0, width), i * factored);
    L[i * factored + i] = Math.sqrt(rest);
  }
  return null;
}

/** The blocks of a kernel that was checked. */
export function givenBlocks(kernel: Square | undefined, { labelled, test }: Split): KernelBlocks {
  if (kernel === undefined) throw new Error('This dataset has no kernel.');
  return kernelBlocks({ inner: kernel, outer: null }, labelled, test);
}
