import type { Group } from './group';
import { keyOf } from './yaml-value';
import type { Yaml } from './yaml-value';

/** Longer ones are cut off: they are names of files. */
const LONGEST = 60;

/**
 * A name for the configuration of each group: that of the source, and where there are several, the name of the
 * sub-configuration, or else what differs between them.
 * @param stem name of the source without its ending
 */
export function fileNames(stem: string, groups: readonly Group[]): string[] {
  const taken = new Set<string>();
  return suffixes(groups).map((suffix) => {
    const base = suffix === '' ? stem : `${stem}-${suffix}`;
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}-${n}`;
    // Some file systems do not tell cases apart.
    taken.add(name.toLowerCase());
    return `${name}.flipcert.yaml`;
  });
}

function suffixes(groups: readonly Group[]): string[] {
  if (groups.length <= 1) return groups.map(() => '');
  const leaves = groups.map(({ units }) => new Set(units.map(({ leaf }) => leaf)));
  const alone = leaves.every((own) => own.size === 1);
  const distinct = new Set(leaves.map((own) => [...own].join())).size === groups.length;
  if (alone && distinct) return leaves.map((own) => asName([...own][0]));
  const facts = groups.map(factsOf);
  const differing = [...new Set(facts.flatMap((own) => [...own.keys()]))].filter(
    (key) => new Set(facts.map((own) => own.get(key))).size > 1,
  );
  return facts.map((own) =>
    asName(differing.flatMap((key) => (own.has(key) ? [`${key}${own.get(key) ?? ''}`] : [])).join('-')),
  );
}

/** Everything that may tell one configuration from another, as short texts. */
function factsOf({ units }: Group): Map<string, string> {
  const [{ data, seeds, budgets, certificates }] = units;
  const facts = new Map<string, string>();
  const add = (key: string, value: Yaml): void => {
    if (value instanceof Map)
      for (const [name, one] of value as ReadonlyMap<string, Yaml>) add(name === 'generate' ? '' : name, one);
    else if (typeof value === 'number') facts.set(key, String(Number(value.toPrecision(4))));
    else facts.set(key, typeof value === 'object' ? keyOf(value) : String(value));
  };
  add('', data.dataset);
  add('', data.split);
  add('test', certificates.test);
  add('seed', [...seeds]);
  add('budgets', [...budgets]);
  add('', certificates.others);
  return facts;
}

/** Only what every file system takes, and no folder. */
function asName(text: string): string {
  return text
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[._]+|[._]+$/g, '')
    .slice(0, LONGEST);
}
