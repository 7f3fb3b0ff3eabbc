/** What a configuration is written from. Maps keep their order, and have keys of any name. */
export type Yaml = string | number | boolean | readonly Yaml[] | ReadonlyMap<string, Yaml>;

export function mapOf(entries: Iterable<readonly [string, Yaml]>): ReadonlyMap<string, Yaml> {
  return new Map(entries);
}

/** A text that is the same for equal values only. */
export function keyOf(value: Yaml): string {
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, Yaml>)];
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${keyOf(one)}`).join(',')}}`;
  }
  return Array.isArray(value)
    ? `[${(value as readonly Yaml[]).map(keyOf).join(',')}]`
    : JSON.stringify(value);
}
