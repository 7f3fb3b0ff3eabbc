import type { ModelSpec, NetworkSpec } from '../config/experiment';
import type { Dataset } from '../core/graph/dataset';
import { unitRows } from '../core/kernel/filter';
import type { Filter } from '../core/kernel/filter';
import { plusMean } from '../core/kernel/graphsage';
import { pageRank, walk } from '../core/kernel/page-rank';
import { propagationMatrix } from '../core/kernel/propagation';
import { hop, hops } from '../core/kernel/receptive';
import { csrSelectRows } from '../core/linalg/csr';
import type { Csr } from '../core/linalg/csr';

/** A dense matrix, row-major. */
export interface Dense {
  readonly rows: number;
  readonly cols: number;
  readonly values: Float32Array;
}

/**
 * A network without its width and weights, for some output nodes: H_1 = φ(X W_1), H_l = φ(P_l H_{l-1} W_l / √h),
 * f = P H w / √h + b β, with φ = √2 relu or the identity and weights of variance 1 (NTK parametrisation), so that the
 * tangent kernel tends to the certified one as the width h grows. Nodes that no output looks at are left out.
 */
export interface NetworkPlan {
  /** X: features as the first weights see them, propagated where the architecture does that first. */
  readonly input: Dense;
  /** P of each later layer and of the output; null where it is the identity. */
  readonly propagations: readonly (Dense | null)[];
  /** b: what the output bias adds at each node; null without one. */
  readonly outputBias: Float32Array | null;
  readonly relu: boolean;
  readonly outputs: number;
}

/** Null where a finite network of the model can be trained; otherwise why it cannot, as the end of a sentence. */
export function whyNot(model: ModelSpec): string | null {
  if (model.architecture === 'kernel') return 'of a given kernel the network is not known';
  if (model.keys.ntk !== 'exact') return 'the clipped kernel (ntk: qpcert) is not the kernel of any network';
  if (model.keys.skip !== 'none') return 'skip connections are not supported';
  return null;
}

/** The feature columns that are not zero for all nodes that the outputs look at: no others have any effect. */
export function usedColumns(dataset: Dataset, model: NetworkSpec, outputs: Int32Array): Int32Array {
  const { nodes } = front(dataset, model, outputs);
  return Int32Array.from(new Set(csrSelectRows(dataset.features, nodes).colIdx)).sort();
}

/** @param columns feature columns, ascending; networks that share weights share them */
export function networkPlan(
  dataset: Dataset,
  model: NetworkSpec,
  outputs: Int32Array,
  columns: Int32Array,
): NetworkPlan {
  const { nodes, first, propagations, biases } = front(dataset, model, outputs);
  const features = denseFeatures(csrSelectRows(dataset.features, nodes), columns, biases);
  const last = propagations[propagations.length - 1];
  return {
    input: first === null ? features : product(first, features),
    propagations,
    outputBias: biases ? rowSums(last, outputs.length) : null,
    relu: model.architecture !== 'sgc' && model.keys.activation === 'relu',
    outputs: outputs.length,
  };
}

interface Front {
  /** Nodes whose features are looked at. */
  readonly nodes: Int32Array;
  readonly first: Csr | null;
  readonly propagations: readonly (Dense | null)[];
  readonly biases: boolean;
}

function front({ adjacency }: Dataset, { architecture, keys }: NetworkSpec, outputs: Int32Array): Front {
  const { normalization, adjacencyWeight, teleport, iterations, depth } = keys;
  switch (architecture) {
    case 'gcn':
    case 'sgc':
    case 'graphsage': {
      const S =
        architecture === 'graphsage'
          ? plusMean(adjacency, adjacencyWeight)
          : propagationMatrix(adjacency, normalization, adjacencyWeight);
      const [first, ...later] = hops(S, outputs, depth + 1);
      return {
        nodes: first.nodes,
        first: first.S,
        propagations: later.map((h) => denseOf(h.S)),
        biases: false,
      };
    }
    case 'gin': {
      const { nodes, S } = hop(propagationMatrix(adjacency, 'none', adjacencyWeight), outputs);
      return { nodes, first: S, propagations: [null], biases: false };
    }
    case 'mlp':
      return { nodes: outputs, first: null, propagations: [null], biases: true };
    case 'appnp':
    case 'ppnp': {
      const S = propagationMatrix(adjacency, 'symmetric', adjacencyWeight);
      const filter = architecture === 'appnp' ? walk(S, teleport, iterations) : pageRank(S, teleport);
      return { ...filtered(filter, outputs), first: null, biases: true };
    }
  }
}

/** The rows of a filter for the outputs, without the columns that are zero in all of them. */
function filtered(filter: Filter, outputs: Int32Array): Pick<Front, 'nodes' | 'propagations'> {
  const { n } = filter;
  const rows = unitRows(filter, outputs);
  const reached = new Set<number>();
  rows.forEach((value, e) => {
    if (value !== 0) reached.add(e % n);
  });
  const nodes = Int32Array.from(reached).sort();
  const values = new Float32Array(outputs.length * nodes.length);
  for (let i = 0; i < outputs.length; i++)
    nodes.forEach((node, k) => (values[i * nodes.length + k] = rows[i * n + node]));
  return { nodes, propagations: [{ rows: outputs.length, cols: nodes.length, values }] };
}

/** Chosen columns, and a column of ones in front where there are biases: the ones carry the bias. */
function denseFeatures(features: Csr, columns: Int32Array, ones: boolean): Dense {
  const place = new Map(Array.from(columns, (column, k) => [column, k + (ones ? 1 : 0)]));
  const cols = columns.length + (ones ? 1 : 0);
  const values = new Float32Array(features.rows * cols);
  for (let i = 0; i < features.rows; i++) {
    if (ones) values[i * cols] = 1;
    for (let e = features.rowPtr[i]; e < features.rowPtr[i + 1]; e++) {
      const k = place.get(features.colIdx[e]);
      if (k !== undefined) values[i * cols + k] = features.values[e];
    }
  }
  return { rows: features.rows, cols, values };
}

function denseOf({ rows, cols, rowPtr, colIdx, values }: Csr): Dense {
  const out = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++)
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) out[i * cols + colIdx[e]] = values[e];
  return { rows, cols, values: out };
}

function product(left: Csr, right: Dense): Dense {
  const { cols } = right;
  const values = new Float32Array(left.rows * cols);
  for (let i = 0; i < left.rows; i++)
    for (let e = left.rowPtr[i]; e < left.rowPtr[i + 1]; e++)
      for (let k = 0; k < cols; k++)
        values[i * cols + k] += left.values[e] * right.values[left.colIdx[e] * cols + k];
  return { rows: left.rows, cols, values };
}

function rowSums(matrix: Dense | null, outputs: number): Float32Array {
  if (matrix === null) return new Float32Array(outputs).fill(1);
  const { rows, cols, values } = matrix;
  return Float32Array.from({ length: rows }, (_, i) =>
    values.subarray(i * cols, (i + 1) * cols).reduce((sum, v) => sum + v, 0),
  );
}

/** Numbers that the weights of a network of some width are. */
export function weightCount({ input, propagations, outputBias }: NetworkPlan, width: number): number {
  const hidden = propagations.length - 1;
  return input.cols * width + hidden * width ** 2 + width + (outputBias === null ? 0 : 1);
}
