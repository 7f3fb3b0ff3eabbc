/** Graphs for the panel's tests, and what flip sets turn in a fixture: a node turns when the set holds its whole witness. */
import type { AttackEffect, GraphPicture, PanelPicture } from '../../../src/report/picture';
import type { Result } from '../../../src/report/result';
import { random } from './fixture';

/** Many of low degree, few of high degree, in one piece for the most part. */
export function makeGraph(ids: readonly number[], edges: number, seed = 3): GraphPicture {
  const next = random(seed);
  const n = ids.length;
  const pairs = new Set<number>();
  const add = (a: number, b: number): void => {
    if (a !== b) pairs.add(Math.min(a, b) * n + Math.max(a, b));
  };
  for (let i = 1; i < n; i++) if (next() < 0.97) add(i, Math.floor(Math.sqrt(next()) * i));
  while (pairs.size < edges) {
    const a = Math.floor(next() * n);
    // Near in the list is near in the graph.
    add(a, Math.min(n - 1, Math.max(0, a + Math.round((next() - 0.5) * 40))));
  }
  return {
    ids: [...ids].sort((a, b) => a - b),
    edges: [...pairs].sort((a, b) => a - b).flatMap((key) => [Math.floor(key / n), key % n]),
  };
}

/** @param rows name of the file with the nodes */
export function makePicture(result: Result, rows: string | null = null): PanelPicture {
  const { labelled, test } = result.dataset;
  const ids = [...labelled, ...test];
  return { graph: makeGraph(ids, ids.length * 2), attacks: effectsOf(result), rows };
}

function effectsOf({ models }: Result): AttackEffect[] {
  return models.flatMap(({ name, sampleWise, collective }) =>
    (collective?.curve ?? []).flatMap(({ witness }): AttackEffect[] => {
      if (!witness) return [];
      const set = new Set(witness.map(({ node }) => node));
      const turned = (sampleWise?.nodes ?? []).flatMap((c) =>
        c.witness?.every(({ node }) => set.has(node)) ? [c.node] : [],
      );
      return [{ seed: null, model: name, flips: witness, turned, open: [] }];
    }),
  );
}
