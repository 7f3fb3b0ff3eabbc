import type { ConfigNode, Location, MappingNode } from '../tree';
import * as messages from './messages';
import type { Given } from './values';
import { Refusal, entriesOf, given, literal } from './values';

/** A parameter of one level of an experiment. */
export interface Parameter {
  /** Joined by dots, e.g. `data_params.specification.seed`. */
  readonly path: string;
  /** Of its key. */
  readonly location: Location;
  /** One where it is fixed, otherwise those of its grid; at least one. */
  readonly values: readonly Given[];
  /** Grids of one `zip_id` advance together. */
  readonly zip: string | null;
  /** Why its value is not known; null where it is. */
  readonly unknown: string | null;
}

const MAX_VALUES = 10_000;
/** What `random` has beside its parameters. */
const RANDOM_OWN = ['samples', 'seed'];

/**
 * The parameters that one level sets in its sections `fixed`, `grid` and `random`, in the order of the file.
 * @throws Refusal where a section is no mapping, a grid is none, or a parameter stands in two sections.
 */
export function parametersOf(level: MappingNode['entries']): Map<string, Parameter> {
  const found = new Map<string, Parameter>();
  const add = (parameter: Parameter): void => {
    if (found.has(parameter.path))
      throw new Refusal('set-twice', messages.setTwice(parameter.path), parameter.location);
    found.set(parameter.path, parameter);
  };
  const section = (name: string): MappingNode | null => {
    const entry = level.get(name);
    if (entry === undefined || (entry.value.kind === 'scalar' && entry.value.value === null)) return null;
    if (entry.value.kind !== 'mapping')
      throw new Refusal('wrong-type', messages.notAMapping(name), entry.key);
    return entry.value;
  };
  for (const name of ['fixed', 'grid', 'random'] as const) {
    const mapping = section(name);
    if (mapping === null) continue;
    for (const [key, entry] of entriesOf(mapping)) {
      if (name === 'random' && RANDOM_OWN.includes(key)) continue;
      if (name === 'fixed') readFixed(key, entry.key, entry.value, add);
      else readGrid(key, entry.key, entry.value, name === 'random', add);
    }
  }
  return found;
}

function readFixed(path: string, key: Location, node: ConfigNode, add: (parameter: Parameter) => void): void {
  if (node.kind !== 'mapping') {
    add({ path, location: key, values: [given(node)], zip: null, unknown: null });
    return;
  }
  for (const [name, entry] of entriesOf(node)) readFixed(`${path}.${name}`, entry.key, entry.value, add);
}

function readGrid(
  path: string,
  key: Location,
  node: ConfigNode,
  random: boolean,
  add: (parameter: Parameter) => void,
): void {
  if (node.kind !== 'mapping') throw new Refusal('grid', messages.noType(path), key);
  const entries = entriesOf(node);
  const type = entries.get('type')?.value;
  if (type?.kind !== 'scalar') {
    for (const [name, entry] of entries) readGrid(`${path}.${name}`, entry.key, entry.value, random, add);
    return;
  }
  if (type.value === 'parameter_collection') {
    const params = entries.get('params')?.value;
    if (params?.kind !== 'mapping') throw new Refusal('grid', messages.noType(path), key);
    for (const [name, entry] of entriesOf(params))
      readGrid(`${path}.${name}`, entry.key, entry.value, random, add);
    return;
  }
  const zipNode = entries.get('zip_id')?.value;
  const zip = zipNode?.kind === 'scalar' && zipNode.value !== null ? String(zipNode.value) : null;
  const how = String(type.value);
  const unknown = random
    ? messages.random(path)
    : how === 'uniform' || how === 'loguniform'
      ? messages.drawn(path, how)
      : null;
  const values =
    unknown === null ? gridValues(how, type.location, entries, key) : [{ value: undefined, location: key }];
  add({ path, location: key, values, zip, unknown });
}

function gridValues(type: string, at: Location, entries: MappingNode['entries'], key: Location): Given[] {
  switch (type) {
    case 'choice': {
      const options = entries.get('options')?.value;
      if (options?.kind !== 'list' || options.items.length === 0)
        throw new Refusal('grid', messages.noOptions(), key);
      return options.items.map(given);
    }
    case 'range':
      return range(entries, key);
    default:
      throw new Refusal('grid', messages.unknownType(type), at);
  }
}

/** As numpy.arange: `min` is in, `max` is not. */
function range(entries: MappingNode['entries'], key: Location): Given[] {
  const bound = (name: string): number => {
    const node = entries.get(name)?.value;
    const value = node?.kind === 'scalar' ? literal(node.value) : undefined;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new Refusal('grid', messages.badRange(), node?.location ?? key);
    return value;
  };
  const [min, max, step] = [bound('min'), bound('max'), bound('step')];
  const at = entries.get('step')?.value.location ?? key;
  if (step === 0) throw new Refusal('grid', messages.stepZero(), at);
  const count = Math.ceil((max - min) / step);
  if (!(count > 0)) throw new Refusal('grid', messages.emptyRange(), key);
  if (count > MAX_VALUES) throw new Refusal('grid', messages.longRange(MAX_VALUES), key);
  return Array.from({ length: count }, (_, i) => ({
    // 0.1 + 2 * 0.1 was meant to be 0.3.
    value: Number((min + i * step).toPrecision(12)),
    location: key,
  }));
}
