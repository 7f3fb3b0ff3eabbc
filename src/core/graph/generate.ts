import type { CbaParameters } from './cba';
import { cba } from './cba';
import type { CsbmParameters } from './csbm';
import { csbm } from './csbm';
import { karate } from './karate';
import type { RawGraph } from './raw';

/** A graph that needs no file. */
export type Generator =
  | { readonly generator: 'karate' }
  | { readonly generator: 'csbm'; readonly parameters: CsbmParameters }
  | { readonly generator: 'cba'; readonly parameters: CbaParameters };

/** The same generator gives the same graph, always. @throws CodedError `graph-too-large`. */
export function generateGraph(of: Generator): RawGraph {
  switch (of.generator) {
    case 'karate':
      return karate();
    case 'csbm':
      return csbm(of.parameters);
    case 'cba':
      return cba(of.parameters);
  }
}
