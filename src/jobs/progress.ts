import type { Phase } from '../core/certify/certification';

/** Where a run over several models stands, in a share of the whole and a guess of what is left. */
export interface Standing {
  readonly done: number;
  readonly secondsLeft: number | null;
}

/** A rate is believed once it was watched for this long. */
const WATCHED_SECONDS = 0.3;
/** What lies further back says little: threads warm up, and the better the bounds the faster the walk. */
const RECENT_SECONDS = 1;
/** Work units in a second beyond which no machine gets: a phase that needs longer at this rate meets the time limit. */
const FASTEST = 1e8;

/**
 * Estimates from the work units done per second in the last while of the phase that runs, or where that is young of the
 * one before: sets of more flips take longer, and some phases do no units at all. The models still to come count as much
 * as the mean of those seen. Never past the time limit.
 */
export class ProgressEstimate {
  private phase: Phase | null = null;
  /** Units and seconds at moments of the phase that runs, the last of them recent. */
  private moments: Moment[] = [];
  /** Units per second of the last phase that had any; null before. */
  private rate: number | null = null;
  private finished = 0;
  private finishedSeconds = 0;

  constructor(
    private models: number,
    private readonly limitSeconds: number,
  ) {}

  /** @param visited work units of the running model so far; `seconds` since it began */
  begin(phase: Phase, visited: number, seconds: number): void {
    if (this.phase !== null) this.rate = this.rateOf(visited, seconds) ?? this.rate;
    this.moments = [{ visited, seconds }];
    this.phase = phase;
  }

  finishModel(seconds: number): void {
    this.finished++;
    this.finishedSeconds += seconds;
    this.phase = null;
    this.moments = [];
  }

  /** The running model is put off: it is begun again later. */
  putOff(): void {
    this.phase = null;
    this.moments = [];
  }

  /** So many of those expected need not be certified after all. */
  leaveOut(models: number): void {
    this.models -= models;
  }

  /** @param visited work units of the running model so far; `seconds` since it began */
  standing(visited: number, seconds: number): Standing {
    const total = this.phase?.totalUnits ?? 0;
    const share = total > 0 ? Math.min(1, visited / total) : 0;
    const left =
      this.phase === null
        ? this.meanLeft(seconds)
        : this.secondsLeft(Math.max(0, total - visited), visited, seconds);
    const ofModel = left === null ? share : Math.max(share, seconds / Math.max(seconds + left, 1e-9));
    const models = Math.max(1, this.models);
    const done = Math.min(1, (this.finished + ofModel) / models);
    if (left === null) return { done, secondsLeft: null };
    const seen = this.finished + 1;
    const mean = (this.finishedSeconds + seconds + left) / seen;
    return { done, secondsLeft: left + mean * Math.max(0, models - seen) };
  }

  /** Of a model that has not begun: as long as the others took. */
  private meanLeft(seconds: number): number | null {
    return this.finished === 0 ? null : Math.max(0, this.finishedSeconds / this.finished - seconds);
  }

  /** Of the running model. */
  private secondsLeft(units: number, visited: number, seconds: number): number | null {
    const atMost = Math.max(0, this.limitSeconds - seconds);
    if (units / FASTEST > atMost) return atMost;
    const rate = this.rateOf(visited, seconds) ?? this.rate;
    this.watch({ visited, seconds });
    return rate === null ? null : Math.min(units / rate, atMost);
  }

  /** Units per second of late in the phase that runs; null where it was not watched for long enough, or has none. */
  private rateOf(visited: number, seconds: number): number | null {
    const [from] = this.moments as readonly (Moment | undefined)[];
    if (from === undefined || seconds - from.seconds < WATCHED_SECONDS || visited <= from.visited)
      return null;
    return (visited - from.visited) / (seconds - from.seconds);
  }

  /** Keeps one moment from before the last while, and all later ones. */
  private watch(now: Moment): void {
    this.moments.push(now);
    while (this.moments.length > 2 && now.seconds - this.moments[1].seconds >= RECENT_SECONDS)
      this.moments.shift();
  }
}

/** Where the count of units stood, and when. */
interface Moment {
  readonly visited: number;
  readonly seconds: number;
}
