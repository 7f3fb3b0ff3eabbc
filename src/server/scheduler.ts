/** Runs the newest request of each key after a pause, and lets an older one that is still running know. */
export class Scheduler {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly newest = new Map<string, number>();
  private count = 0;

  /** @param run receives a question: is this still the newest request of its key? Its answer is stale where not. */
  schedule(key: string, delayMs: number, run: (isNewest: () => boolean) => Promise<void>): void {
    this.cancel(key);
    const number = ++this.count;
    this.newest.set(key, number);
    const isNewest = (): boolean => this.newest.get(key) === number;
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void run(isNewest);
      }, delayMs),
    );
  }

  /** Makes every earlier request of a key stale. */
  cancel(key: string): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.newest.delete(key);
  }

  dispose(): void {
    for (const key of [...this.timers.keys()]) this.cancel(key);
    this.newest.clear();
  }
}
