import type { LabelFlip } from '../../src/core/certify/certificate';
import { modelKernels } from '../../src/jobs/kernel-request';
import type { Flip, Result } from '../../src/report/result';
import { decisions } from './brute-force';
import type { Genuine } from './result';

export type Path = readonly (string | number)[];

/**
 * Leaves that claim nothing about the model: how long it took, in which words, and where the configuration stood (a wrong
 * path is found out by opening it).
 */
const NO_CLAIMS = ['seconds', 'method', 'notes', 'config'];

/** Paths of all leaves that are claims. A list that is null, or empty, is a leaf too. */
export function claimLeaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || (Array.isArray(value) && value.length === 0))
    return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    NO_CLAIMS.includes(key) ? [] : claimLeaves(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

export function leafAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

export function setLeaf(value: unknown, path: Path, leaf: unknown): void {
  (leafAt(value, path.slice(0, -1)) as Record<string | number, unknown>)[path[path.length - 1]] = leaf;
}

const STATUSES = ['exact', 'bracket', 'cancelled'];
const SHARES =
  /^(certified|certifiedAtMost|certifiedAccuracy|accuracy|value|atMost|mean|deviation|decision|C|budget)$/;

/** Another value for a leaf, of the same kind. */
export function otherValue({ dataset }: Result, path: Path, leaf: unknown, next: () => number): unknown {
  const key = path[path.length - 1];
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)];
  const sign = next() < 0.5 ? -1 : 1;
  if (typeof leaf === 'boolean') return !leaf;
  if (leaf === null || Array.isArray(leaf)) {
    if (key === 'witness') return [{ node: pick(dataset.labelled), label: pick(dataset.classes) }];
    return leaf === null ? 1 + Math.floor(3 * next()) : [1];
  }
  if (STATUSES.includes(leaf as string)) return pick(STATUSES.filter((status) => status !== leaf));
  if (key === 'label' || key === 'class' || path.includes('labels') || path.includes('testLabels'))
    return pick(dataset.classes.filter((label) => label !== leaf));
  if (typeof leaf === 'string') return leaf === 'held' ? 'failed' : `${leaf}x`;
  if (key === 'node' && path.includes('witness'))
    return pick(dataset.labelled.filter((node) => node !== leaf));
  const number = leaf as number;
  if (!SHARES.test(String(key))) return number + sign;
  const small = sign * (0.001 + 0.2 * next());
  return next() < 0.5 ? number + small : number === 0 ? small : number * (1 + small);
}

/**
 * Whether a changed result is as true as it was. A witness: another set of as many flips that does the same, told by
 * plain coordinate descent. A collective answer that calls itself a bracket: a run that ended before the upper bound of the
 * certified accuracy was met, which is not stated, gives the same result.
 */
export function isStillTrue({ result, source }: Genuine, path: Path): boolean {
  if (path.join('.').endsWith('collective.status')) return path[0] === 'models' && result.seeds === undefined;
  const at = path.indexOf('witness');
  if (at < 0 || path.includes('plateaus') || path.includes('seeds')) return false;
  const owner = leafAt(result, path.slice(0, at)) as { witness: Flip[]; breakingFlips?: number | null };
  const stated = result.models[path[1] as number];
  const spec = source.experiment.models.find(({ name }) => name === stated.name);
  if (spec === undefined) return false;
  const { dataset } = source;
  const { split } = source.splits[0];
  const trusted = new Set(source.experiment.certify.trusted);
  const flips = owner.witness.map(({ node, label }): LabelFlip => ({
    labelled: trusted.has(node) ? -1 : result.dataset.labelled.indexOf(node),
    to: dataset.classes.indexOf(label),
  }));
  const labels = Int32Array.from(split.labelled, (row) => dataset.labels[row]);
  const distinct = new Set(flips.map(({ labelled }) => labelled)).size === flips.length;
  if (!distinct || flips.some(({ labelled, to }) => labelled < 0 || to < 0 || labels[labelled] === to))
    return false;
  const [{ labelled: Q, test: R, testDiagonal }] = modelKernels(dataset, [split], spec);
  const predict = (of: Int32Array): number[] => {
    const heads = (dataset.classes.length === 2 ? [1] : [...dataset.classes.keys()]).map((p) => {
      const y = Int8Array.from(of, (label) => (label === p ? 1 : -1));
      const [m, tests] = [of.length, split.test.length];
      return decisions({ m, tests, Q, R, testDiagonal, y, C: stated.C, flippable: new Int32Array(0) }, y);
    });
    return heads[0].map((f, t) => {
      const values = heads.map((head) => head[t]);
      return heads.length === 1 ? (f >= 0 ? 1 : 0) : values.indexOf(Math.max(...values));
    });
  };
  const poisoned = labels.slice();
  for (const { labelled, to } of flips) poisoned[labelled] = to;
  const clean = predict(labels);
  const after = predict(poisoned);
  const changed = clean.map((p, t) => p !== after[t]);
  if (owner.breakingFlips !== undefined)
    return owner.breakingFlips === flips.length && changed[path[path.indexOf('nodes') + 1] as number];
  const point = owner as unknown as { certifiedAtMost: number; flips: number };
  const share = 1 - changed.filter(Boolean).length / changed.length;
  return flips.length <= point.flips && Math.abs(share - point.certifiedAtMost) < 1e-9;
}
