import type { KeyPath } from '../core/errors';
import * as messages from './messages';
import type { Reader } from './reader';
import { keyLocation } from './tree';

/** Keys of a model that may be lists: each combination of their values is a model. */
export const SWEPT: readonly string[] = ['C', 'depth', 'skip-alpha', 'adjacency-weight', 'teleport'];
/** More models than this in one file are a slip of the pen. */
const MOST_MODELS = 1000;

/** One model of those that an entry of `models` stands for. */
export interface Variant {
  /** Name in the file. */
  readonly family: string;
  /** Name in the result: `GCN C=0.1 depth=2`, the keys in the order of the file; the family's where it is alone. */
  readonly name: string;
  /** Where the value of a key stands. */
  readonly at: (key: string) => KeyPath;
}

/** All models of the file, in its order; of several lists the last varies fastest. Names that clash are reported. */
export function variants(reader: Reader): Variant[] {
  const names = new Set<string>(reader.keys(['models']));
  const all: Variant[] = [];
  for (const family of reader.keys(['models'])) {
    for (const variant of variantsOf(reader, family)) {
      if (variant.name !== family && names.has(variant.name)) {
        const where = keyLocation(reader.root, ['models', family]);
        reader.error('duplicate-model', messages.duplicateModel(variant.name), where);
      }
      names.add(variant.name);
      all.push(variant);
      if (all.length <= MOST_MODELS) continue;
      const where = keyLocation(reader.root, ['models', family]);
      reader.error('too-many-models', messages.tooManyModels(MOST_MODELS), where);
      return [];
    }
  }
  return all;
}

function* variantsOf(reader: Reader, family: string): Generator<Variant> {
  const path = (key: string): KeyPath => ['models', family, key];
  const swept = reader
    .keys(['models', family])
    .filter((key) => SWEPT.includes(key) && reader.length(path(key)) > 0);
  const sizes = swept.map((key) => reader.length(path(key)));
  const total = sizes.reduce((n, size) => n * size, 1);
  for (let index = 0; index < total; index++) {
    const item = new Map<string, number>();
    let rest = index;
    for (let k = swept.length - 1; k >= 0; k--) {
      item.set(swept[k], rest % sizes[k]);
      rest = Math.floor(rest / sizes[k]);
    }
    const at = (key: string): KeyPath => {
      const i = item.get(key);
      return i === undefined ? path(key) : [...path(key), i];
    };
    const shown = swept.filter((_, k) => sizes[k] > 1).map((key) => `${key}=${reader.number(at(key), NaN)}`);
    yield { family, name: [family, ...shown].join(' '), at };
  }
}
