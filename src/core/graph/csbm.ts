import { CodedError } from '../errors';
import type { ContextualParameters } from './contextual';
import { drawnClasses, drawnFeatures } from './contextual';
import type { RawGraph } from './raw';
import { undirected } from './raw';
import { graphRandom, uniform } from './sampling';

export interface CsbmParameters extends ContextualParameters {
  /** Probability of an edge between two nodes of one class. */
  readonly p: number;
  /** Probability of an edge between nodes of different classes. */
  readonly q: number;
}

/** Those of arXiv 2412.00537. */
export const CSBM_DEFAULTS: CsbmParameters = { nodes: 200, p: 0.0317, q: 0.0074, K: 1.5, sigma: 1, seed: 0 };

/** More edges than this would not fit in memory. */
const MAX_EDGES = 2e7;

/**
 * Contextual stochastic block model with two classes. Classes and features are drawn before edges, so graphs that
 * differ in p and q alone have the same ones.
 * @throws CodedError `graph-too-large`.
 */
export function csbm(parameters: CsbmParameters): RawGraph {
  const { nodes, p, q } = parameters;
  const expected = ((nodes * (nodes - 1)) / 4) * (p + q);
  if (expected > MAX_EDGES) {
    const text = `This graph would have about ${Math.round(expected / 1e6)} million edges; take fewer nodes, or smaller p and q.`;
    throw new CodedError('graph-too-large', text, ['dataset', 'generate', 'csbm']);
  }
  const random = graphRandom(parameters.seed);
  const labels = drawnClasses(nodes, random);
  const features = drawnFeatures(labels, parameters, random);
  const source: number[] = [];
  const target: number[] = [];
  for (let i = 0; i < nodes; i++) {
    for (let j = i + 1; j < nodes; j++) {
      if (uniform(random) >= (labels[i] === labels[j] ? p : q)) continue;
      source.push(i);
      target.push(j);
    }
  }
  return {
    adjacency: undirected(nodes, source, target, new Float64Array(source.length).fill(1)),
    features,
    labels,
  };
}
