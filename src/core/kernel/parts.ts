import type { Stage } from './stage';

/** Units from .. to - 1 of a stage. */
export interface StagePart {
  readonly stage: number;
  readonly from: number;
  readonly to: number;
}

/** Multiplications of one part: a few hundredths of a second, so that a stop is soon heeded. */
const PART_COST = 2e7;
/** Parts for each thread, so that none waits long for another. */
const PARTS_PER_THREAD = 3;

/** Cuts stages into parts for so many threads: a list for each stage that has units, in order. */
export function stageParts(stages: readonly Stage[], threads: number): StagePart[][] {
  return stages.flatMap(({ units, cost }, stage) => {
    if (units === 0) return [];
    const work = units * cost();
    const wanted = Math.max(work / PART_COST, Math.min(PARTS_PER_THREAD * threads, work / (PART_COST / 20)));
    const count = Math.max(1, Math.min(units, Math.ceil(wanted)));
    const at = (part: number): number => Math.floor((units * part) / count);
    return [Array.from({ length: count }, (_, part) => ({ stage, from: at(part), to: at(part + 1) }))];
  });
}
