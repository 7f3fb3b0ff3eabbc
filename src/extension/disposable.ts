/** What owns other disposables, and lets go of them in one go, last first. */
export abstract class Disposable {
  private readonly owned: { dispose(): unknown }[] = [];
  private disposed = false;

  protected get isDisposed(): boolean {
    return this.disposed;
  }

  /** Ties the life of `item` to that of this object. */
  protected register<T extends { dispose(): unknown }>(item: T): T {
    if (this.disposed) item.dispose();
    else this.owned.push(item);
    return item;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const item of this.owned.splice(0).reverse()) item.dispose();
  }
}
