import { CodedError } from '../errors';
import type { Csr } from '../linalg/csr';
import { csrFromDense, csrPrincipal } from '../linalg/csr';
import { squarePrincipal } from '../linalg/dense';
import type { Dataset } from './dataset';
import type { FeatureMode } from './features';
import { chooseFeatures } from './features';
import type { Label, RawGraph } from './raw';
import { compareLabels } from './raw';

export interface Selection {
  readonly features: FeatureMode | null;
  readonly classes: 'all' | 'largest-two' | readonly Label[];
  readonly nodes: 'all' | 'no-isolated' | 'largest-component';
}

/**
 * The dataset that is left when `classes`, then `nodes`, then `features` are applied.
 * @throws CodedError `unknown-class` at the list item, `dataset-empty`, and those of {@link chooseFeatures}.
 */
export function selectDataset(name: string, raw: RawGraph, selection: Selection): Dataset {
  const wanted = chosenClasses(raw.labels, selection.classes);
  const ofClasses: number[] = [];
  raw.labels.forEach((label, id) => {
    if (wanted.has(label)) ofClasses.push(id);
  });
  const within = csrPrincipal(raw.adjacency, ofClasses);
  const rows = chosenNodes(within, selection.nodes);
  if (rows.length === 0) {
    throw new CodedError('dataset-empty', `\`nodes: ${selection.nodes}\` leaves no node at all.`, [
      'dataset',
      'nodes',
    ]);
  }
  const ids = Int32Array.from(rows, (row) => ofClasses[row]);
  const classes = distinctLabels(Array.from(ids, (id) => raw.labels[id]));
  const index = new Map(classes.map((label, i) => [label, i]));
  return {
    name,
    adjacency: rows.length === within.rows ? within : csrPrincipal(within, rows),
    features:
      raw.kernel === undefined
        ? chooseFeatures(raw.features, selection.features, ids)
        : csrFromDense(ids.length, 0, []),
    labels: Int32Array.from(ids, (id) => index.get(raw.labels[id]) ?? -1),
    classes,
    ids,
    ...(raw.kernel === undefined ? {} : { kernel: squarePrincipal(raw.kernel, ids) }),
  };
}

/** The labels that occur, sorted as {@link compareLabels} does. */
export function distinctLabels(labels: readonly Label[]): Label[] {
  return [...new Set(labels)].sort(compareLabels);
}

function chosenClasses(labels: readonly Label[], classes: Selection['classes']): Set<Label> {
  const all = distinctLabels(labels);
  if (classes === 'all') return new Set(all);
  if (classes === 'largest-two') {
    const size = new Map<Label, number>();
    for (const label of labels) size.set(label, (size.get(label) ?? 0) + 1);
    // `all` ascends and sorting is stable, so of equally large classes the lower label comes first.
    const bySize = [...all].sort((a, b) => (size.get(b) ?? 0) - (size.get(a) ?? 0));
    return new Set(bySize.slice(0, 2));
  }
  const byText = new Map(all.map((label) => [String(label), label]));
  return new Set(
    classes.map((label, i) => {
      const found = byText.get(String(label));
      if (found === undefined) {
        throw new CodedError(
          'unknown-class',
          `No node has the label ${label}; the labels are ${listed(all)}.`,
          ['dataset', 'classes', i],
        );
      }
      return found;
    }),
  );
}

/** Rows of a symmetric graph without self-loops that stay, ascending. */
function chosenNodes(adjacency: Csr, nodes: Selection['nodes']): number[] {
  const all = Array.from({ length: adjacency.rows }, (_, i) => i);
  if (nodes === 'all') return all;
  if (nodes === 'no-isolated') return all.filter((i) => adjacency.rowPtr[i + 1] > adjacency.rowPtr[i]);
  return largestComponent(adjacency);
}

/** The largest connected component, ascending; of equally large ones the one with the lowest row. */
function largestComponent(adjacency: Csr): number[] {
  const seen = new Uint8Array(adjacency.rows);
  let largest: number[] = [];
  for (let root = 0; root < adjacency.rows; root++) {
    if (seen[root] === 1) continue;
    seen[root] = 1;
    const component = [root];
    for (let next = 0; next < component.length; next++) {
      const i = component[next];
      for (let e = adjacency.rowPtr[i]; e < adjacency.rowPtr[i + 1]; e++) {
        const j = adjacency.colIdx[e];
        if (seen[j] === 1) continue;
        seen[j] = 1;
        component.push(j);
      }
    }
    if (component.length > largest.length) largest = component;
  }
  return largest.sort((a, b) => a - b);
}

/** At most twenty labels, for a message. */
function listed(labels: readonly Label[]): string {
  const shown = labels.slice(0, 20).join(', ');
  return labels.length > 20 ? `${shown}, … (${labels.length} in all)` : shown;
}
