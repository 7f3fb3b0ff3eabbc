/** Which keys of two configurations do not have the same value. Comments, order and layout make no difference. */
import { valueOf } from './yaml-document';

export interface KeyDifference {
  /** As `models.GCN.C`. */
  readonly key: string;
  /** Null where the first configuration does not have the key. */
  readonly from: string | null;
  readonly to: string | null;
}

/** In the order of the second text, then what only the first has. Null where one of them is no YAML. */
export function configurationDifferences(first: string, second: string): readonly KeyDifference[] | null {
  let before: ReadonlyMap<string, string>;
  let after: ReadonlyMap<string, string>;
  try {
    before = leavesOf(valueOf(first));
    after = leavesOf(valueOf(second));
  } catch {
    return null;
  }
  const keys = [...after.keys(), ...[...before.keys()].filter((key) => !after.has(key))];
  return keys.flatMap((key) => {
    const from = before.get(key) ?? null;
    const to = after.get(key) ?? null;
    return from === to ? [] : [{ key, from, to }];
  });
}

/** Mappings are walked into; a list is one value, since what moved in it cannot be told from what changed. */
function leavesOf(root: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const walk = (value: unknown, key: string): void => {
    if (isMapping(value) && Object.keys(value).length > 0) {
      for (const [name, inner] of Object.entries(value)) walk(inner, key === '' ? name : `${key}.${name}`);
    } else {
      leaves.set(key, typeof value === 'string' ? value : JSON.stringify(sorted(value)));
    }
  };
  walk(root, '');
  return leaves;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
