import type { Phase } from '../core/certify/certification';

/** Where a run over several models stands, in a share of the whole and a guess of what is left. */
export interface Standing {
  readonly done: number;
  readonly secondsLeft: number | null;
}

/** A rate is believed once it was watched for this long. */
const WATCHED_SECONDS = 0.3;

/**
 * Estimates from the work units done per second in the running model; the models still to come count as much as
 * the mean of those seen. Never past the time limit.
 */
export class ProgressEstimate {
  private phase: Phase | null = null;
  private base = 0;
  private phaseStart = 0;
  private finished = 0;
  private finishedSeconds = 0;

  constructor(
    private models: number,
    private readonly limitSeconds: number,
  ) {}

  /** @param visited work units of the running model so far; `seconds` since it began */
  begin(phase: Phase, visited: number, seconds: number): void {
    if (this.phase?.totalUnits !== phase.totalUnits) {
      this.base = visited;
      this.phaseStart = seconds;
    }
    this.phase = phase;
  }

  finishModel(seconds: number): void {
    this.finished++;
    this.finishedSeconds += seconds;
    this.phase = null;
  }

  /** So many of those expected need not be certified after all. */
  leaveOut(models: number): void {
    this.models -= models;
  }

  standing(visited: number, seconds: number): Standing {
    const units = this.phase?.totalUnits ?? 0;
    const share = units > 0 ? Math.min(1, (visited - this.base) / units) : 0;
    const watched = seconds - this.phaseStart;
    let left: number | null = null;
    if (share > 0 && watched >= WATCHED_SECONDS) left = (watched / share) * (1 - share);
    left = left === null ? null : Math.min(left, Math.max(0, this.limitSeconds - seconds));
    const ofModel = left === null ? share : Math.max(share, seconds / Math.max(seconds + left, 1e-9));
    const done = Math.min(1, (this.finished + ofModel) / this.models);
    if (left === null) return { done, secondsLeft: null };
    const seen = this.finished + 1;
    const mean = (this.finishedSeconds + seconds + left) / seen;
    return { done, secondsLeft: left + mean * (this.models - seen) };
  }
}
