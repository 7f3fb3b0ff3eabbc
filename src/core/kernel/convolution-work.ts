import type { Csr } from '../linalg/csr';
import type { KernelKeys } from './definition';
import type { Products } from './products';
import type { SkipFactors } from './skip';

/** Layer l + 1 against which layer l is taken: its rows and columns by their places in those of layer l. */
export interface ConvolutionLayer {
  /** The rows of S, by the rows of the layer before. */
  readonly rowS: Csr;
  readonly columnS: Csr;
  /** Of the rows of the layer before, their places in its columns. */
  readonly places: Int32Array;
  /** Features of the columns before; null where no skip connection adds them inside. */
  readonly source: Products | null;
  /** Rows of the layer before that are held at a time. */
  readonly block: number;
  /** What a skip connection adds outside: features of the columns, or null; and the places that it is taken at. */
  readonly outside: Outside | null;
  /** Rows x columns values. */
  readonly theta: Float64Array;
  readonly sigma: Float64Array;
  /** By column. */
  readonly variance: Float64Array;
  readonly thetaDiagonal: Float64Array;
}

export interface Outside {
  /** Features of the columns; null where it is the clipped Σ_1. */
  readonly own: Products | null;
  /** Of rows and columns, in `own` or in the innermost columns. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** The strip of a graph convolutional network in the making. */
export interface ConvolutionWork {
  readonly type: 'convolution';
  readonly keys: KernelKeys;
  readonly factors: Omit<SkipFactors, 'first'>;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** Rows of F X of the innermost columns: Σ_1 is their inner products. */
  readonly inner: Products;
  readonly innerVariance: Float64Array;
  readonly layers: readonly ConvolutionLayer[];
  /** Inner rows against outer columns, some rows at a time. */
  readonly thetaHalf: Float64Array;
  readonly sigmaHalf: Float64Array;
}
