import { describe, expect, it } from 'vitest';
import type { Phase } from '../../src/core/certify/certification';
import { ProgressEstimate } from '../../src/jobs/progress';

const phase = (units: number, totalUnits: number): Phase => ({ kind: null, flips: null, units, totalUnits });

/** What is told while `units` are done at `rate` units a second from some time on, every tenth of a second. */
function watch(
  estimate: ProgressEstimate,
  { units, rate, from, done = 0 }: { units: number; rate: number; from: number; done?: number },
): { readonly at: number; readonly secondsLeft: number | null; readonly done: number }[] {
  const steps = Math.floor((10 * units) / rate);
  return Array.from({ length: steps }, (_, step) => {
    const at = from + step / 10;
    return { at, ...estimate.standing(done + (rate * step) / 10, at) };
  });
}

describe('the estimate of the time left', () => {
  it('is the truth for an even walk once it was watched', () => {
    const estimate = new ProgressEstimate(1, 60);
    estimate.begin(phase(1000, 1000), 0, 0);
    for (const { at, secondsLeft } of watch(estimate, { units: 1000, rate: 100, from: 0 })) {
      if (at < 0.3) expect(secondsLeft).toBe(null);
      else expect(secondsLeft).toBeCloseTo(10 - at, 6);
    }
  });

  it('does not count time in which no units are done', () => {
    const estimate = new ProgressEstimate(1, 60);
    estimate.begin(phase(0, 1000), 0, 0);
    expect(estimate.standing(0, 5).secondsLeft).toBe(null);
    estimate.begin(phase(1000, 1000), 0, 5);
    for (const { at, secondsLeft } of watch(estimate, { units: 1000, rate: 100, from: 5 }))
      if (at >= 5.5) expect(secondsLeft).toBeCloseTo(15 - at, 6);
  });

  it('follows a rate that changes, within a second', () => {
    const estimate = new ProgressEstimate(1, 600);
    estimate.begin(phase(1000, 1000), 0, 0);
    watch(estimate, { units: 20, rate: 10, from: 0 });
    for (const { at, secondsLeft } of watch(estimate, { units: 980, rate: 100, from: 2, done: 20 }))
      if (at > 3.2) expect(secondsLeft).toBeCloseTo(11.8 - at, 3);
  });

  it('goes by the phase before while a phase is young', () => {
    const estimate = new ProgressEstimate(1, 60);
    estimate.begin(phase(100, 1100), 0, 0);
    watch(estimate, { units: 100, rate: 100, from: 0 });
    estimate.begin(phase(1000, 1100), 100, 1);
    expect(estimate.standing(100, 1.1).secondsLeft).toBeCloseTo(10, 6);
  });

  it('is the time limit where no machine could do the rest before', () => {
    const estimate = new ProgressEstimate(1, 30);
    estimate.begin(phase(0, 2 ** 60), 0, 0);
    expect(estimate.standing(0, 0.1).secondsLeft).toBeCloseTo(29.9, 6);
    expect(estimate.standing(1000, 31).secondsLeft).toBe(0);
  });

  it('expects of later models what the earlier ones took, and nothing of those that were read', () => {
    const estimate = new ProgressEstimate(4, 60);
    estimate.begin(phase(1000, 1000), 0, 0);
    expect(estimate.standing(0, 0)).toEqual({ done: 0, secondsLeft: null });
    estimate.finishModel(10);
    expect(estimate.standing(0, 0)).toEqual({ done: 0.25, secondsLeft: 30 });
    estimate.leaveOut(1);
    expect(estimate.standing(0, 0)).toEqual({ done: 1 / 3, secondsLeft: 20 });
  });

  it('is told where every model was read', () => {
    const estimate = new ProgressEstimate(1, 60);
    estimate.leaveOut(1);
    expect(estimate.standing(0, 0)).toEqual({ done: 0, secondsLeft: null });
  });
});
