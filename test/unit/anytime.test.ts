import { describe, expect, it } from 'vitest';
import { BEAM_START, beamAttack } from '../../src/core/certify/beam';
import type { BeamAnswer, BeamFront } from '../../src/core/certify/beam';
import type { Certificate } from '../../src/core/certify/certificate';
import { certify, prepareProblem } from '../../src/core/certify/portfolio';
import { TaskRunner } from '../../src/core/certify/task';
import type { Task } from '../../src/core/certify/task';
import { bruteForce } from '../support/brute-force';
import { randomProblem } from '../support/random';

const LEVELS = 6;
const never = (): boolean => false;

describe('the beam attack in parts', () => {
  it('finds what it finds in one go', () => {
    let broken = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [6, 12], tests: 7, trusted: seed % 3 === 0 });
      const { view } = prepareProblem(problem, truth);
      const whole = beamAttack(problem, view, BEAM_START, LEVELS, never);
      const parts: BeamAnswer[] = [];
      for (let from: BeamFront | null = BEAM_START; from !== null && from.level < LEVELS;) {
        const part: BeamAnswer = beamAttack(problem, view, from, from.level + 1, never);
        parts.push(part);
        from = part.next;
      }
      const rows = parts.flatMap((part) => part.broken).sort((a, b) => a.row - b.row);
      expect(rows, `seed ${seed}`).toEqual(whole.broken);
      expect(parts.flatMap((part) => part.worst)).toEqual(whole.worst);
      expect(parts.at(-1)?.next).toEqual(whole.next);
      broken += rows.length;
    }
    expect(broken).toBeGreaterThan(100);
  });
});

/** Certifies until so many tasks were carried out. @param patient whether there is time to re-train before the end */
async function stoppedAfter(
  seed: number,
  { tasks, why, patient }: { tasks: number; why: 'cancelled' | 'expired'; patient: boolean },
  breathe?: () => Promise<void>,
) {
  const { problem, truth } = randomProblem(seed, { m: [7, 9], tests: 7, logC: [-0.5, 1] });
  const clean = prepareProblem(problem, truth);
  const runner = new TaskRunner({ type: 'binary', problem, view: clean.view }, null);
  const brackets: Certificate[] = [];
  const types: Task['type'][] = [];
  let clock = 0;
  const stopped = (): boolean => types.length >= tasks;
  const levels = Array.from({ length: problem.m + 1 }, (_, k) => k);
  const options = { sampleWise: true, collective: true, levels, method: 'auto' as const };
  const certificate = await certify(problem, clean, options, {
    carryOut: (asked) =>
      Promise.resolve(
        asked.map((task) => {
          if (stopped()) return null;
          types.push(task.type);
          return runner.run(task, { stop: never, visited: () => undefined, milp: null });
        }),
      ),
    stopped: () => (stopped() ? why : 'no'),
    // Impatience: a clock on which nothing is ever done in time.
    seconds: () => (patient ? 0 : clock++),
    ...(breathe === undefined ? {} : { breathe }),
    phase: () => undefined,
    bracket: (bracket) => brackets.push(bracket),
    note: (message) => expect.unreachable(message),
  });
  return { certificate, brackets, types, bruteForce: () => bruteForce(problem, truth) };
}

const brokenIn = ({ sampleWise }: Certificate): number =>
  sampleWise.nodes.filter(({ breaking }) => breaking !== null).length;

describe('a certification', () => {
  it('reports single flips first, then each level of the attack as it is done', async () => {
    const { brackets, types } = await stoppedAfter(4, { tasks: 4, why: 'expired', patient: true });
    // The flips of single labels first: they are done at once.
    expect(types).toEqual(['walk', 'beam', 'beam', 'beam']);
    expect(brackets.length).toBeGreaterThanOrEqual(types.length);
  });

  it('lets go of what was not re-trained when it is cancelled, and of nothing that is safe', async () => {
    let kept = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const patient = await stoppedAfter(seed, { tasks: 3, why: 'cancelled', patient: true });
      const hasty = await stoppedAfter(seed, { tasks: 3, why: 'cancelled', patient: false });
      // Some are answered before they can be cancelled.
      if (hasty.types.length < 3) continue;
      const { certificate } = hasty;
      const truth = hasty.bruteForce();
      kept += brokenIn(patient.certificate);
      expect(brokenIn(certificate)).toBe(0);
      for (const level of certificate.collective.levels) {
        expect(level).toMatchObject({ changed: 0, correctChanged: 0, witness: null });
        expect(level.changedAtMost).toBeGreaterThanOrEqual(truth.most[level.flips]);
      }
      certificate.sampleWise.nodes.forEach(({ safe }, t) => {
        expect(safe).toBe(patient.certificate.sampleWise.nodes[t].safe);
        expect(safe).toBeLessThan(truth.least[t]);
      });
    }
    expect(kept).toBeGreaterThan(10);
  });

  it('re-trains while others are at work, as far as there is something to re-train', async () => {
    let breaths = 0;
    const breathe = async (): Promise<void> => void breaths++;
    const idle = await stoppedAfter(4, { tasks: 12, why: 'expired', patient: true });
    const busy = await stoppedAfter(4, { tasks: 12, why: 'expired', patient: true }, breathe);
    expect(breaths).toBeGreaterThan(0);
    expect(busy.certificate).toEqual(idle.certificate);
  });

  it('past the time limit keeps what it found, re-trained to the last', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const patient = await stoppedAfter(seed, { tasks: 3, why: 'expired', patient: true });
      const hasty = await stoppedAfter(seed, { tasks: 3, why: 'expired', patient: false });
      expect(brokenIn(hasty.certificate)).toBe(brokenIn(patient.certificate));
    }
  });
});
