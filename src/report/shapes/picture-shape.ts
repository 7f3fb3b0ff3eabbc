import type { AttackEffect, GraphPicture, NodeRows, Picture, ReducedGraph } from '../picture';
import { isText, isFinite, listOf, objectOf, optional, orNull, whole } from './shape';
import type { Shape } from './shape';
import { isSomeSet } from './result-shape';

const count = whole(0);

const isWritten = objectOf<GraphPicture>({
  ids: listOf(count),
  edges: listOf(count),
  reduced: optional(objectOf<ReducedGraph>({ nodes: count, edges: count, degrees: listOf(count) })),
});
/** A graph whose edges lie between its nodes. */
export const isGraph: Shape<GraphPicture> = (value): value is GraphPicture => {
  if (!isWritten(value)) return false;
  const { ids, edges, reduced } = value;
  return (
    edges.length % 2 === 0 &&
    edges.every((place) => place < ids.length) &&
    (reduced === undefined || reduced.degrees.length === ids.length)
  );
};
export const isEffect = objectOf<AttackEffect>({
  seed: orNull(isFinite),
  model: isText,
  flips: isSomeSet,
  turned: listOf(count),
  open: listOf(count),
});

/** Whether a value is a picture. */
export const isPicture = objectOf<Picture>({
  graph: orNull(isGraph),
  attacks: listOf(isEffect),
  rows: orNull(objectOf<NodeRows>({ file: isText, starts: listOf(count), count })),
});
