import type { Diagnostic } from '../../core/errors';
import type { Certificates } from './certify';
import type { Data } from './dataset';
import type { Model } from './models';
import type { Yaml } from './yaml-value';
import { keyOf, mapOf } from './yaml-value';

/** One experiment, read. */
export interface Unit {
  /** Name of its sub-configuration. */
  readonly leaf: string;
  readonly data: Data;
  readonly seeds: readonly number[];
  readonly certificates: Certificates;
  readonly budgets: readonly number[];
  readonly model: Model;
  readonly C: readonly number[];
  readonly notes: readonly Diagnostic[];
}

/** Experiments of one configuration: they differ in their model alone. */
export interface Group {
  readonly units: readonly Unit[];
}

/** Joins experiments that differ in their seed alone, or their budget, or C; then those of one configuration. */
export function grouped(units: readonly Unit[]): Group[] {
  const seeds = joined(units, 'seeds');
  const budgets = joined(seeds, 'budgets');
  const all = joined(budgets, 'C');
  const groups = new Map<string, Unit[]>();
  for (const unit of all) {
    const key = `${dataKey(unit)} ${unit.seeds.join()} ${unit.budgets.join()}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [unit]);
    else group.push(unit);
  }
  return [...groups.values()].map((members) => ({ units: members }));
}

function joined(units: readonly Unit[], what: 'seeds' | 'budgets' | 'C'): Unit[] {
  const found = new Map<string, Unit>();
  for (const unit of units) {
    const rest = (['seeds', 'budgets', 'C'] as const).filter((part) => part !== what);
    const lists = rest.map((part) => unit[part].join()).join(' ');
    const key = [unit.leaf, dataKey(unit), modelKey(unit.model), lists].join(' ');
    const twin = found.get(key);
    if (twin === undefined) found.set(key, unit);
    else
      found.set(key, {
        ...twin,
        [what]: [...new Set([...twin[what], ...unit[what]])],
        notes: [...twin.notes, ...unit.notes],
      });
  }
  return [...found.values()];
}

/** Everything of a configuration but seeds, budgets and models. */
function dataKey({ data, certificates: { test, kinds, others, folds } }: Unit): string {
  return keyOf([data.dataset, data.split, test, kinds, others, folds ?? -1]);
}

function modelKey({ label, keys }: Model): string {
  return JSON.stringify([label, keyOf(keys)]);
}

/** Keys that may have several values, in place of a model for each. */
const GRID_KEYS = ['depth', 'skip-alpha', 'adjacency-weight', 'teleport'];

/** The models of a configuration by their names: those of one grid are one, where they are all of its combinations. */
export function modelsOf({ units }: Group): ReadonlyMap<string, Yaml> {
  const families = new Map<string, Unit[]>();
  for (const unit of units) {
    const settled = [...unit.model.keys].filter(([key]) => !GRID_KEYS.includes(key));
    const shape = [...unit.model.keys.keys()].join();
    const key = JSON.stringify([unit.leaf, unit.model.label, shape, keyOf(mapOf(settled)), unit.C]);
    const family = families.get(key);
    if (family === undefined) families.set(key, [unit]);
    else family.push(unit);
  }
  const models = [...families.values()].flatMap(asGrid);
  return named(models);
}

interface Entry {
  readonly unit: Unit;
  readonly keys: ReadonlyMap<string, Yaml>;
}

function asGrid(family: readonly Unit[]): Entry[] {
  const [unit] = family;
  const values = new Map<string, Yaml[]>();
  for (const { model } of family)
    for (const [key, value] of model.keys) {
      if (!GRID_KEYS.includes(key)) continue;
      const known = values.get(key) ?? [];
      if (!known.includes(value)) values.set(key, [...known, value]);
    }
  const combinations = [...values.values()].reduce((product, list) => product * list.length, 1);
  const different = new Set(family.map(({ model }) => keyOf(model.keys))).size;
  if (combinations !== different) return family.map((one) => ({ unit: one, keys: one.model.keys }));
  const keys = [...unit.model.keys].map(([key, value]) => {
    const list = values.get(key);
    return [key, list === undefined || list.length === 1 ? value : list] as const;
  });
  return [{ unit, keys: mapOf(keys) }];
}

/** Models by name: a label that several have is told apart by the sub-configuration, then by what differs. */
function named(entries: readonly Entry[]): ReadonlyMap<string, Yaml> {
  let names = entries.map(({ unit }) => unit.model.label);
  const tellApart = (suffixes: (twins: readonly Entry[]) => readonly string[]): void => {
    const twins = new Map<string, number[]>();
    names.forEach((name, i) => twins.set(name, [...(twins.get(name) ?? []), i]));
    names = [...names];
    for (const [name, indices] of twins) {
      if (indices.length === 1) continue;
      const words = suffixes(indices.map((i) => entries[i]));
      indices.forEach((i, k) => (names[i] = words[k] === '' ? name : `${name}_${words[k]}`));
    }
  };
  tellApart((twins) => {
    const leaves = twins.map(({ unit }) => unit.leaf);
    return new Set(leaves).size > 1 ? leaves : leaves.map(() => '');
  });
  tellApart(differences);
  const taken = new Map<string, Yaml>();
  entries.forEach((entry, i) => {
    let name = names[i];
    for (let n = 2; taken.has(name); n++) name = `${names[i]}_${n}`;
    taken.set(name, written(entry));
  });
  return taken;
}

/** The values of as few keys as tell the twins apart. */
function differences(twins: readonly Entry[]): string[] {
  const keys = [...new Set(twins.flatMap((twin) => [...twin.keys.keys()]))];
  let words: string[] = twins.map(() => '');
  for (const key of keys) {
    if (new Set(words).size === twins.length) break;
    const values = twins.map((twin) => twin.keys.get(key));
    if (new Set(values.map((value) => keyOf(value ?? ''))).size === 1) continue;
    words = words.map((word, i) => {
      const value = values[i];
      const shown = value === undefined || typeof value === 'object' ? '' : String(value);
      return [word, shown].filter((part) => part !== '').join('_');
    });
  }
  return words;
}

function written({ unit, keys }: Entry): Yaml {
  const { C, certificates } = unit;
  const choice: readonly [string, Yaml] =
    certificates.folds !== null && C.length > 1
      ? [
          'choose-C',
          mapOf([
            ['values', C],
            ['folds', certificates.folds],
          ]),
        ]
      : ['C', C.length === 1 ? C[0] : C];
  const entries = [...keys];
  // The kernel first, then the SVM, then how the kernel is computed.
  const ntk = entries.findIndex(([key]) => key === 'ntk');
  return mapOf([...entries.slice(0, ntk), choice, ...entries.slice(ntk)]);
}
