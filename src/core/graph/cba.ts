import type { ContextualParameters } from './contextual';
import { drawnClasses, drawnFeatures } from './contextual';
import type { Random } from './random';
import type { RawGraph } from './raw';
import { undirected } from './raw';
import { graphRandom, uniform } from './sampling';

export interface CbaParameters extends ContextualParameters {
  /** Edges drawn for each new node; those that meet the same node become one. */
  readonly m: number;
  /** Affinity to nodes of the same class. Only the ratio of p and q matters. */
  readonly p: number;
  /** Affinity to nodes of the other class. */
  readonly q: number;
}

/** Those of arXiv 2412.00537: the affinities of its block model. */
export const CBA_DEFAULTS: CbaParameters = {
  nodes: 200,
  m: 2,
  p: 0.0317,
  q: 0.0074,
  K: 1.5,
  sigma: 1,
  seed: 0,
};

/**
 * Contextual Barabási-Albert model with two classes. Nodes arrive one after another, and node i draws m earlier
 * nodes, with replacement, each with a probability proportional to (1 + its degree) times the affinity of the two
 * classes. A node for which every earlier one has probability 0 stays without edges of its own.
 */
export function cba(parameters: CbaParameters): RawGraph {
  const { nodes, m, p, q } = parameters;
  const random = graphRandom(parameters.seed);
  const labels = drawnClasses(nodes, random);
  const features = drawnFeatures(labels, parameters, random);
  const source: number[] = [];
  const target: number[] = [];
  const attraction = new Float64Array(nodes).fill(1);
  const cumulative = new Float64Array(nodes);
  for (let i = 1; i < nodes; i++) {
    let total = 0;
    for (let j = 0; j < i; j++) {
      total += attraction[j] * (labels[j] === labels[i] ? p : q);
      cumulative[j] = total;
    }
    if (total === 0) continue;
    const met = new Set(Array.from({ length: m }, () => drawnIndex(cumulative, i, random)));
    for (const j of met) {
      source.push(i);
      target.push(j);
      attraction[j]++;
    }
    attraction[i] += met.size;
  }
  return {
    adjacency: undirected(nodes, source, target, new Float64Array(source.length).fill(1)),
    features,
    labels,
  };
}

/** Index below `count`, with probability proportional to the rise of `cumulative` there. */
function drawnIndex(cumulative: Float64Array, count: number, random: Random): number {
  const at = uniform(random) * cumulative[count - 1];
  let low = 0;
  let high = count - 1;
  // The first index whose sum exceeds the point: one without a rise is never met.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
