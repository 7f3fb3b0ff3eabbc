/** What a result advises beyond its numbers: a label to verify first. Pure. */
import { onSeeds } from '../report/over-seeds';
import type { ModelResult, Result } from '../report/result';

/** A labelled node whose label alone decides predictions. */
export interface DecisiveLabel {
  readonly node: number;
  /** Test nodes whose prediction flipping it alone is known to change. */
  readonly changed: number;
  readonly all: number;
  /** Of which seed; null where there is one split. */
  readonly seed: number | null;
}

/** A label that decides less than this share of the predictions is not worth a line. */
const LEAST_SHARE = 0.1;
/** Nor is one of a single prediction. */
const LEAST = 2;

/**
 * The label on which most predictions depend, where many do: by the witnesses of a single flip, each of which was checked
 * by training again. A node has one witness, so that the count is what is known at least. Of several seeds only the labels
 * of the first can be looked for, as the panel shows it.
 */
export function decisiveLabel(result: Result, name: string): DecisiveLabel | null {
  const [first] = onSeeds(result, name);
  if (!first) return null;
  const counts = countsOf(first.model);
  const all = first.model.sampleWise?.nodes.length ?? 0;
  let best: { readonly node: number; readonly changed: number } | null = null;
  for (const [node, changed] of counts) {
    const more = best === null || changed > best.changed || (changed === best.changed && node < best.node);
    if (more) best = { node, changed };
  }
  if (!best || best.changed < LEAST || best.changed < LEAST_SHARE * all) return null;
  return { ...best, all, seed: first.seed };
}

function countsOf({ sampleWise }: ModelResult): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { witness } of sampleWise?.nodes ?? []) {
    if (witness?.length !== 1) continue;
    const [{ node }] = witness;
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}
