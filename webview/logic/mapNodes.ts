import type { MapRole } from './mapRole';
/** What each node of the whole graph is to an attack: pure, from the result and what is known of the flip set. */
import type { AttackEffect, PanelPicture } from '../../src/protocol/panel';
import type { ClassLabel, Flip, ModelResult, Result } from '../../src/report/result';
import { predictedText } from '../graphStrings';
import { ARROW } from '../strings';
import type { Graph } from './graph';

/** In the order in which they are painted: what matters most lies on top. */
export const MAP_ROLES: readonly MapRole[] = ['plain', 'test', 'labelled', 'open', 'turned', 'flipped'];

/** Null where it is not known what this set does to this model. */
export function effectOf(
  picture: PanelPicture | null | undefined,
  seed: number | null,
  model: string,
  witness: readonly Flip[],
): AttackEffect | null {
  const same = (flips: readonly Flip[]): boolean =>
    flips.length === witness.length &&
    flips.every(({ node, label }, i) => node === witness[i].node && label === witness[i].label);
  return picture?.attacks.find((a) => a.seed === seed && a.model === model && same(a.flips)) ?? null;
}

export interface MapNodes {
  /** By place in the graph. */
  readonly roles: readonly MapRole[];
  /** Which roles occur. */
  readonly present: ReadonlySet<MapRole>;
  /** Whether it is known which predictions change. */
  readonly known: boolean;
}

export function mapNodes(
  graph: Graph,
  { dataset }: Result,
  witness: readonly Flip[],
  effect: AttackEffect | null,
): MapNodes {
  const byId = new Map<number, MapRole>();
  const mark = (ids: readonly number[], role: MapRole): void => ids.forEach((id) => byId.set(id, role));
  mark(dataset.test, 'test');
  mark(dataset.labelled, 'labelled');
  mark(effect?.open ?? [], 'open');
  mark(effect?.turned ?? [], 'turned');
  mark(
    witness.map(({ node }) => node),
    'flipped',
  );
  const roles = graph.ids.map((id) => byId.get(id) ?? 'plain');
  return { roles, present: new Set(roles), known: effect !== null };
}

/** Class of a node in words: "PM → NN" of a label that is flipped or a prediction that differs; null where unknown. */
export function classText(
  result: Result,
  model: ModelResult,
  witness: readonly Flip[],
  node: number,
): string | null {
  const { labelled, labels, test, testLabels } = result.dataset;
  const from = labels[labelled.indexOf(node)] as ClassLabel | undefined;
  if (from !== undefined) {
    const flip = witness.find((f) => f.node === node);
    return flip ? `${from} ${ARROW} ${flip.label}` : String(from);
  }
  const predicted = model.predictions.find((p) => p.node === node);
  if (!predicted) return null;
  return predictedText(testLabels[test.indexOf(node)] ?? '?', predicted.class);
}
