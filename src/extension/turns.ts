/** Who certifies now and who waits: one at a time, in the order of asking, since each takes all threads. No editor in here. */

export interface Turn {
  /** How many come before this one; null once it is its turn. */
  readonly ahead: number | null;
  /** True when it is its turn, false where it left before. */
  readonly ready: Promise<boolean>;
  /** Ends the turn, or gives up waiting for it. */
  leave(): void;
}

interface Place extends Turn {
  ahead: number | null;
  readonly settle: (mine: boolean) => void;
  readonly moved: (ahead: number | null) => void;
}

export class Turns {
  private line: Place[] = [];

  /** @param moved told whenever `ahead` is another */
  take(moved: (ahead: number | null) => void): Turn {
    let settle: (mine: boolean) => void = () => undefined;
    const ready = new Promise<boolean>((done) => (settle = done));
    const place: Place = {
      ahead: this.line.length === 0 ? null : this.line.length,
      ready,
      settle,
      moved,
      leave: () => this.leave(place),
    };
    this.line.push(place);
    if (place.ahead === null) settle(true);
    return place;
  }

  private leave(place: Place): void {
    if (!this.line.includes(place)) return;
    this.line = this.line.filter((other) => other !== place);
    place.settle(false);
    for (const [i, other] of this.line.entries()) {
      const ahead = i === 0 ? null : i;
      if (other.ahead === ahead) continue;
      other.ahead = ahead;
      other.moved(ahead);
      if (ahead === null) other.settle(true);
    }
  }
}
