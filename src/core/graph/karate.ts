import type { RawGraph } from './raw';
import { undirected } from './raw';

/**
 * Zachary's karate club (W. W. Zachary, "An information flow model for conflict and fission in small groups",
 * Journal of Anthropological Research 33, 1977): 34 members, 78 friendships weighted by the number of contexts
 * in which the two met. Label 1 is the instructor's faction (node 0), label 0 the officer's (node 33).
 */

/** Line i lists the friends j > i of member i, each as `j x weight`. */
const FRIENDS: readonly string[] = [
  '1x4 2x5 3x3 4x3 5x3 6x3 7x2 8x2 10x2 11x3 12x1 13x3 17x2 19x2 21x2 31x2',
  '2x6 3x3 7x4 13x5 17x1 19x2 21x2 30x2',
  '3x3 7x4 8x5 9x1 13x3 27x2 28x2 32x2',
  '7x3 12x3 13x3',
  '6x2 10x3',
  '6x5 10x3 16x3',
  '16x3',
  '',
  '30x3 32x3 33x4',
  '33x2',
  '',
  '',
  '',
  '33x3',
  '32x3 33x2',
  '32x3 33x4',
  '',
  '',
  '32x1 33x2',
  '33x1',
  '32x3 33x1',
  '',
  '32x2 33x3',
  '25x5 27x4 29x3 32x5 33x4',
  '25x2 27x3 31x2',
  '31x7',
  '29x4 33x2',
  '33x4',
  '31x2 33x2',
  '32x4 33x2',
  '32x3 33x3',
  '32x4 33x4',
  '33x5',
  '',
];

/** Label of member i. */
const FACTIONS = '1111111110111100110101000000000000';

/** 34 nodes, no features. */
export function karate(): RawGraph {
  const source: number[] = [];
  const target: number[] = [];
  const weight: number[] = [];
  FRIENDS.forEach((friends, i) => {
    for (const friend of friends.split(' ').filter((word) => word !== '')) {
      const [j, w] = friend.split('x').map(Number);
      source.push(i);
      target.push(j);
      weight.push(w);
    }
  });
  return {
    adjacency: undirected(FACTIONS.length, source, target, weight),
    features: null,
    labels: Array.from(FACTIONS, Number),
  };
}
