import { describe, expect, it } from 'vitest';
import type { ModelResult, NodeCertificate, Result } from '../../src/report/result';
import { karateExperiment } from '../fixtures/experiment';
import { npz } from '../fixtures/npz';
import { certifiedResult } from '../support/result';
import type { Genuine } from '../support/result';
import { changed, refuter, verified } from '../support/verified';

interface Points {
  /** Features; the kernel is their dot product, exact in doubles. */
  readonly labelled: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly tests: readonly (readonly number[])[];
  readonly C: number;
  readonly budgets?: string;
}

/** Certified, stated, written, read and verified, as a run and `flipcert verify` do it. */
function resultOf({ labelled, labels, tests, C, budgets = 'all' }: Points): Promise<Genuine> {
  const rows = [...labelled, ...tests];
  const K = rows.flatMap((a) => rows.map((b) => a.reduce((sum, v, k) => sum + v * b[k], 0)));
  const n = rows.length;
  const classes = [...new Set(labels)];
  const all = [...labels, ...tests.map((_, t) => classes[t % classes.length])];
  const ids = Array.from({ length: n }, (_, i) => i);
  return certifiedResult(
    karateExperiment({
      dataset: '{ kernel: k.npz }',
      split: `{ labelled: [${ids.slice(0, labels.length).join()}], test: [${ids.slice(labels.length).join()}] }`,
      models: `{ Own: { C: ${C} } }`,
      rest: `certify: { budgets: ${budgets} }`,
    }),
    {
      files: {
        'k.npz': npz({
          K: { type: '<f8', shape: [n, n], data: K },
          labels: { type: '<i8', shape: [n], data: all },
        }),
      },
    },
  );
}

const modelOf = ({ models: [model] }: Result): ModelResult => model;
const nodesOf = (result: Result): readonly NodeCertificate[] => modelOf(result).sampleWise?.nodes ?? [];

/** In short: `tie`, or the flips it withstands and those that change it. */
function shown(result: Result): string[] {
  return nodesOf(result).map(({ safeFlips, breakingFlips, tie }) =>
    tie ? 'tie' : `${safeFlips} ${breakingFlips ?? '-'}`,
  );
}

/** By budget the collective ratio, or its bounds. */
function together(result: Result): string[] {
  const curve = modelOf(result).collective?.curve ?? [];
  return curve.map(({ certified, certifiedAtMost }) =>
    [...new Set([certified, certifiedAtMost])].map((share) => String(+share.toFixed(3))).join('..'),
  );
}

const CASES: Record<string, { points: Points; nodes: string[]; curve: string[] }> = {
  'a test node halfway between two labelled ones': {
    points: {
      labelled: [
        [1, 0],
        [0, 1],
      ],
      labels: [1, 0],
      tests: [
        [1, 1],
        [1, 0.25],
      ],
      C: 0.5,
    },
    nodes: ['tie', '0 1'],
    curve: ['1', '0..0.5', '0..0.5'],
  },
  'twins of different labels': {
    points: {
      labelled: [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      labels: [1, 0, 1],
      tests: [
        [1, 0],
        [0, 1],
      ],
      C: 4,
    },
    nodes: ['tie', '0 1'],
    curve: ['1', '0..0.5', '0..0.5', '0..0.5'],
  },
  'twins of one label, a tie under attack': {
    points: {
      labelled: [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      labels: [1, 1, 0],
      tests: [
        [1, 0],
        [0, -1],
      ],
      C: 0.25,
    },
    nodes: ['0 2', '0 1'],
    curve: ['1', '0.5', '0..0.5', '0'],
  },
  'a kernel of rank one': {
    points: { labelled: [[1], [2], [-1], [1]], labels: [1, 1, 0, 0], tests: [[1], [-4], [0]], C: 8 },
    nodes: ['0 1', '0 1', 'tie'],
    curve: ['1', '0..0.333', '0..0.333', '0..0.333', '0..0.333'],
  },
  'three classes, halfway between two of them': {
    points: {
      labelled: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      labels: [0, 1, 2],
      tests: [
        [1, 1, 0],
        [1, 0, 0.25],
      ],
      C: 0.5,
    },
    nodes: ['tie', '0 1'],
    curve: ['1', '0..0.5', '0..0.5', '0..0.5'],
  },
  'three classes, twins of different labels': {
    points: {
      labelled: [
        [1, 0],
        [1, 0],
        [0, 1],
        [0, 1],
      ],
      labels: [0, 1, 2, 2],
      tests: [
        [1, 0],
        [0, 1],
      ],
      C: 0.5,
    },
    nodes: ['tie', '0 2'],
    curve: ['1', '0..1', '0..0.5', '0..0.5', '0..0.5'],
  },
  'three classes, a kernel of rank one': {
    points: { labelled: [[1], [2], [-1]], labels: [0, 1, 2], tests: [[1], [-2], [0]], C: 2 },
    nodes: ['0 1', '0 1', 'tie'],
    curve: ['1', '0..0.333', '0..0.333', '0..0.333'],
  },
};

describe('ties, from the kernel to the verified result', () => {
  it.each(Object.entries(CASES))('%s', async (_name, { points, nodes, curve }) => {
    const genuine = await resultOf(points);
    const { result } = genuine;
    expect({ nodes: shown(result), curve: together(result) }).toEqual({ nodes, curve });
    const { sampleWise, collective, predictions } = modelOf(result);
    expect([sampleWise?.status, collective?.status]).toEqual(['bracket', 'bracket']);
    const tied = nodesOf(result).flatMap(({ tie }, t) => (tie ? [t] : []));
    for (const t of tied) {
      const [low, high] = nodesOf(result)[t].interval ?? [NaN, NaN];
      expect(low <= Math.min(0, predictions[t].decision)).toBe(true);
      expect(high >= Math.max(0, predictions[t].decision)).toBe(true);
      expect(high - low).toBeLessThan(1e-5);
    }
    // Nothing is refuted, and what is open is about the ties.
    const claims = verified(genuine);
    expect(claims.total('refuted')).toBe(0);
    const places = tied.map((t) => `Own, node ${nodesOf(result)[t].node}`);
    expect(new Set(claims.remarks.map(({ where }) => where))).toEqual(new Set(places));
  });

  it.each(Object.entries(CASES))('%s: more than is known is refuted', async (_name, { points }) => {
    const genuine = await resultOf(points);
    const refuted = refuter();
    const lies = nodesOf(genuine.result).flatMap(({ tie }, t) =>
      tie
        ? [{ safeFlips: 1 }, { interval: [0.25, 0.5] }, { interval: [-0.5, -0.25] }].map((lie) => ({
            t,
            lie,
          }))
        : [
            { t, lie: { interval: [-1, 1] } },
            { t, lie: { tie: true, safeFlips: 0 } },
          ],
    );
    for (const { t, lie } of lies) {
      const mutant = changed(genuine, (result) => void Object.assign(nodesOf(result)[t], lie));
      expect({ t, lie, refuted: refuted(mutant) }).toEqual({ t, lie, refuted: true });
    }
  });

  it('a node that one flip brings to a tie cannot be stated safe', async () => {
    const genuine = await resultOf(CASES['twins of one label, a tie under attack'].points);
    const claims = verified(
      changed(genuine, (result) => void Object.assign(nodesOf(result)[0], { safeFlips: 1 })),
    );
    expect(claims.remarks.some(({ where }) => where === `Own, node ${nodesOf(genuine.result)[0].node}`)).toBe(
      true,
    );
  });
});
