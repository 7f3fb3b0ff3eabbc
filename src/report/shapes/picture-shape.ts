import type { AttackEffect, GraphPicture, NodeRows, Picture, ReducedGraph } from '../picture';
import { isText, isFinite, listOf, objectOf, optional, orNull, whole } from './shape';
import { isSomeSet } from './result-shape';

const count = whole(0);

const isGraph = objectOf<GraphPicture>({
  ids: listOf(count),
  edges: listOf(count),
  reduced: optional(objectOf<ReducedGraph>({ nodes: count, edges: count, degrees: listOf(count) })),
});
const isEffect = objectOf<AttackEffect>({
  seed: orNull(isFinite),
  model: isText,
  flips: isSomeSet,
  turned: listOf(count),
  open: listOf(count),
});

/** Whether a value is a picture whose edges lie between its nodes. */
export const isPicture = (value: unknown): value is Picture => isWhole(value) && isSound(value.graph);

const isWhole = objectOf<Picture>({
  graph: orNull(isGraph),
  attacks: listOf(isEffect),
  rows: orNull(objectOf<NodeRows>({ file: isText, starts: listOf(count), count })),
});

function isSound(graph: GraphPicture | null): boolean {
  if (graph === null) return true;
  const { ids, edges, reduced } = graph;
  return (
    edges.length % 2 === 0 &&
    edges.every((place) => place < ids.length) &&
    (reduced === undefined || reduced.degrees.length === ids.length)
  );
}
