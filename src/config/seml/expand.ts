import type { Location, MappingNode } from '../tree';
import * as messages from './messages';
import type { Parameter } from './parameters';
import { parametersOf } from './parameters';
import type { Given } from './values';
import { Refusal, entriesOf } from './values';

/** A sub-configuration without further ones in it, with what it inherits. */
export interface Leaf {
  /** Joined by dots; empty where the file has no sub-configurations. */
  readonly name: string;
  readonly parameters: ReadonlyMap<string, Parameter>;
}

export interface Experiment {
  readonly leaves: readonly Leaf[];
  /** Everything that is set anywhere in the file, overridden or not. */
  readonly set: readonly Parameter[];
  /** Keys beside the sections that are no sub-configuration. */
  readonly strays: readonly { readonly path: string; readonly location: Location }[];
}

/** One experiment of those that the grids stand for. */
export interface Point {
  readonly values: ReadonlyMap<string, Given>;
  /** Grids that the caller wants whole. Those of one `zip_id` have equal lengths. */
  readonly lists: ReadonlyMap<string, readonly Given[]>;
}

const SECTIONS = ['fixed', 'grid', 'random'];
const RESERVED = ['seml', 'slurm'];
// An experiment is written by hand: what is larger is a mistake, or means harm.
const MAX_LEAVES = 1000;
const MAX_PARAMETERS = 1000;
export const MAX_POINTS = 2000;

/** The sub-configurations of a file. @throws Refusal */
export function leavesOf(root: MappingNode): Experiment {
  const leaves: Leaf[] = [];
  const set: Parameter[] = [];
  const strays: { path: string; location: Location }[] = [];
  const visit = (name: string, node: MappingNode, above: ReadonlyMap<string, Parameter>): void => {
    const entries = entriesOf(node);
    const own = parametersOf(entries);
    set.push(...own.values());
    const parameters = overridden(above, own);
    if (parameters.size > MAX_PARAMETERS)
      throw new Refusal('too-large', messages.tooManyParameters(MAX_PARAMETERS), node.location);
    let isLeaf = true;
    for (const [key, { key: location, value }] of entries) {
      if (SECTIONS.includes(key) || (name === '' && RESERVED.includes(key))) continue;
      const path = name === '' ? key : `${name}.${key}`;
      if (value.kind !== 'mapping') strays.push({ path, location });
      else {
        isLeaf = false;
        visit(path, value, parameters);
      }
    }
    if (!isLeaf) return;
    leaves.push({ name, parameters });
    if (leaves.length > MAX_LEAVES)
      throw new Refusal('too-large', messages.tooManyLeaves(MAX_LEAVES), node.location);
  };
  visit('', root, new Map());
  return { leaves, set, strays };
}

/** What a level sets replaces what the levels above it set under the same name, in whichever section. */
function overridden(
  above: ReadonlyMap<string, Parameter>,
  own: ReadonlyMap<string, Parameter>,
): Map<string, Parameter> {
  const parameters = new Map(above);
  const within = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}.`);
  // Names are compared as they are: to part a long one into all that it lies in takes the square of its length.
  for (const path of above.keys()) {
    for (const name of own.keys()) {
      if (within(path, name) || within(name, path)) parameters.delete(path);
    }
  }
  for (const [path, parameter] of own) parameters.set(path, parameter);
  return parameters;
}

/**
 * The experiments that a sub-configuration stands for: grids of one `zip_id` advance together, others are crossed.
 * @param whole tells grids that are not to be crossed, by the names of all that advance together.
 * @throws Refusal where zipped grids differ in length, or there are too many combinations.
 */
export function pointsOf(leaf: Leaf, whole: (paths: readonly string[]) => boolean): Point[] {
  const fixed = new Map<string, Given>();
  const lists = new Map<string, readonly Given[]>();
  let points: ReadonlyMap<string, Given>[] = [fixed];
  for (const group of groupsOf(leaf)) {
    const { length } = group[0].values;
    const odd = group.find(({ values }) => values.length !== length);
    if (odd !== undefined) {
      const text = messages.zipLengths(odd.zip ?? '', length, odd.values.length);
      throw new Refusal('grid', text, odd.location);
    }
    if (length > 1 && whole(group.map(({ path }) => path))) {
      for (const { path, values } of group) lists.set(path, values);
      continue;
    }
    if (points.length * length > MAX_POINTS)
      throw new Refusal('too-large', messages.tooMany(MAX_POINTS), group[0].location);
    points = points.flatMap((point) =>
      Array.from({ length }, (_, i) => {
        const grown = length === 1 && point === fixed ? fixed : new Map(point);
        for (const { path, values } of group) grown.set(path, values[i]);
        return grown;
      }),
    );
  }
  return points.map((values) => ({ values, lists }));
}

function groupsOf(leaf: Leaf): Parameter[][] {
  const groups: Parameter[][] = [];
  const zipped = new Map<string, Parameter[]>();
  for (const parameter of leaf.parameters.values()) {
    const group = parameter.zip === null ? undefined : zipped.get(parameter.zip);
    if (group !== undefined) group.push(parameter);
    else {
      const first = [parameter];
      groups.push(first);
      if (parameter.zip !== null) zipped.set(parameter.zip, first);
    }
  }
  // Single values first: then only what varies is copied.
  return [...groups].sort((a, b) => Number(a[0].values.length > 1) - Number(b[0].values.length > 1));
}
