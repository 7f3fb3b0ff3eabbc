import type { PictureFormat } from '../protocol/panel';

type Answer = (data: string | null) => void;

/** Pictures that a panel was asked for. One that is closed, or slow, answers null. */
export class PendingDrawings {
  private readonly waiting = new Map<PictureFormat, Answer[]>();
  private readonly timers = new Set<NodeJS.Timeout>();

  /** @param patience milliseconds that a page has to draw; one that was hidden starts anew first */
  constructor(private readonly patience = 15_000) {}

  wait(format: PictureFormat): Promise<string | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answer(format, null), this.patience);
      this.timers.add(timer);
      const answer: Answer = (data) => {
        clearTimeout(timer);
        this.timers.delete(timer);
        resolve(data);
      };
      this.waiting.set(format, [...(this.waiting.get(format) ?? []), answer]);
    });
  }

  /** Formats that somebody waits for. */
  wanted(): PictureFormat[] {
    return [...this.waiting.keys()];
  }

  answer(format: PictureFormat, data: string | null): void {
    const waiting = this.waiting.get(format) ?? [];
    this.waiting.delete(format);
    for (const answer of waiting) answer(data);
  }

  dispose(): void {
    for (const format of this.wanted()) this.answer(format, null);
    for (const timer of this.timers) clearTimeout(timer);
  }
}
