/** What was made of a thing and a key; of each thing the newest few are kept, as long as the thing itself is. */
export class Memo<T> {
  private readonly made = new WeakMap<object, Map<string, T>>();

  constructor(private readonly size = 4) {}

  get(of: object, key: string, make: () => T): T {
    const kept = this.made.get(of) ?? new Map<string, T>();
    this.made.set(of, kept);
    if (kept.has(key)) {
      const value = kept.get(key) as T;
      // Moves it to the end: the first one is the one unused for longest.
      kept.delete(key);
      kept.set(key, value);
      return value;
    }
    const value = make();
    kept.set(key, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= this.size) break;
      kept.delete(oldest);
    }
    return value;
  }
}
