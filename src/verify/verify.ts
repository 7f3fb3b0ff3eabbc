import type { Budget } from '../config/budget';
import { resolveBudgets } from '../config/budget';
import type { Experiment, ModelSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import type { SeededSplit } from '../prepare/open';
import type { ModelResult, Result, SeedResult } from '../report/result';
import { blocksOf, wholeKernel } from './blocks';
import type { Blocks } from './blocks';
import { Claims } from './claims';
import { checkCollective, checkWorstSets, collectiveSizes } from './collective-claims';
import { checkChosenC } from './cross-validation';
import { checkDataset } from './dataset-claims';
import { Exploration } from './explore';
import type { Effort } from './explore';
import { Findings } from './findings';
import * as messages from './messages';
import { checkNodes, checkWitnesses } from './node-claims';
import { denseBytes } from './ntk';
import { Poisoned } from './poisoned';
import type { Rounding } from './poisoned';
import { checkPredictions } from './prediction-claims';
import { largestBudget } from './subject';
import type { Subject } from './subject';
import { checkExpectations, checkMeans } from './summary-claims';

/** The configuration of a result, with its data. */
export interface Source {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly splits: readonly SeededSplit[];
}

/** Told which model is at work, and how many label sets of it were looked at. */
export type Progress = (where: string, sets: number) => void;

/**
 * Checks every claim of a result that fits its schema: kernels formed anew, every model trained anew, every set of flips
 * looked at as far as the effort allows. Shares nothing with what made the result but the reading of its configuration
 * and data.
 */
export function verifyResult(result: Result, source: Source, effort: Effort, progress: Progress): Claims {
  const claims = new Claims();
  const { experiment, splits } = source;
  const several = experiment.split.seeds.length > 1;
  const seeds: readonly SeedResult[] =
    several && result.seeds !== undefined
      ? result.seeds
      : [{ seed: splits[0].seed, dataset: result.dataset, models: result.models }];
  claims.equal('dataset', result.seeds !== undefined, several, 'seeds');
  if (several || result.means !== undefined)
    claims.equal('means', result.means !== undefined, several, 'means');
  if (several && result.seeds !== undefined) {
    claims.equal(
      'dataset',
      result.seeds.map(({ seed }) => seed),
      splits.map(({ seed }) => seed),
      'seeds',
    );
    claims.equal('dataset', result.dataset, seeds[0]?.dataset, 'dataset and that of the first seed');
    claims.equal('models', result.models, seeds[0]?.models, 'models and those of the first seed');
  }
  const used = seeds.slice(0, splits.length);
  used.forEach(({ seed, dataset, models }, s) => {
    checkDataset(
      claims,
      dataset,
      source.dataset,
      splits[s].split,
      several ? `seed ${seed}, dataset` : 'dataset',
    );
    const names = experiment.models.map(({ name }) => name);
    let last = -1;
    for (const { name } of models) {
      const at = names.indexOf(name);
      claims.hold('models', at > last, several ? `${name}, seed ${seed}` : name, messages.unknownModel);
      last = Math.max(last, at);
    }
  });
  for (const spec of experiment.models) checkModel(claims, spec, source, used, several, effort, progress);
  if (several) checkMeans(claims, result, used);
  checkExpectations(claims, result, experiment, splits[0].split.labelled.length);
  return claims;
}

/** Bytes that the largest kernel of a result takes to form. */
export function memoryNeeded({ experiment, dataset }: Source): number {
  return Math.max(
    0,
    ...experiment.models.map((spec) =>
      spec.architecture === 'kernel' ? 0 : denseBytes(dataset.ids.length, spec),
    ),
  );
}

/** One model on all splits that have it. */
function checkModel(
  claims: Claims,
  spec: ModelSpec,
  source: Source,
  seeds: readonly SeedResult[],
  several: boolean,
  effort: Effort,
  progress: Progress,
): void {
  const { dataset, splits, experiment } = source;
  const stated = seeds.map(({ models }) => models.find(({ name }) => name === spec.name));
  if (stated.every((model) => model === undefined)) return;
  progress(spec.name, 0);
  const kernel = wholeKernel(dataset, spec);
  const blocks = splits.map(({ split }) => blocksOf(kernel, split));
  const traits = traitsOf(spec);
  stated.forEach((model, s) => {
    if (model === undefined) return;
    const { seed, split } = splits[s];
    const where = several ? `${spec.name}, seed ${seed}` : spec.name;
    const C = penalty(claims, spec, model, source, blocks, traits, where);
    checkOne(
      claims,
      { spec, model, C, dataset, split, blocks: blocks[s], experiment, where },
      effort,
      progress,
    );
  });
}

/** How far roundings of the kernel reach: the arc cosine between nearly equal nodes loses half of the digits. */
function traitsOf(spec: ModelSpec): { readonly semidefinite: boolean; readonly rounding: Rounding } {
  if (spec.architecture === 'kernel') return { semidefinite: true, rounding: { open: 1e-14, near: 1e-12 } };
  const { activation, ntk, skip, skipActivation } = spec.keys;
  const linear =
    (spec.architecture === 'sgc' || activation === 'linear') &&
    (skip === 'none' || skipActivation === 'linear');
  return {
    semidefinite: ntk === 'exact',
    rounding: linear ? { open: 1e-12, near: 1e-10 } : { open: 1e-9, near: 1e-7 },
  };
}

function penalty(
  claims: Claims,
  spec: ModelSpec,
  stated: ModelResult,
  { dataset, splits }: Source,
  blocks: readonly Blocks[],
  traits: ReturnType<typeof traitsOf>,
  where: string,
): number {
  claims.equal('models', stated.architecture, spec.architecture, `${where}: architecture`);
  const ntk = spec.architecture === 'kernel' ? undefined : spec.keys.ntk;
  claims.equal('models', stated.ntk, ntk, `${where}: ntk`);
  claims.equal('models', stated.chosenC !== undefined, typeof spec.C !== 'number', `${where}: chosenC`);
  if (typeof spec.C === 'number') {
    claims.equal('models', stated.C, spec.C, `${where}: C`);
    return spec.C;
  }
  const parts = splits.map((of, s) => ({ ...of, blocks: blocks[s] }));
  return checkChosenC(claims, stated, dataset, spec.C, parts, traits, where);
}

interface One {
  readonly spec: ModelSpec;
  readonly model: ModelResult;
  readonly C: number;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly blocks: Blocks;
  readonly experiment: Experiment;
  readonly where: string;
}

/** One model on one split. */
function checkOne(
  claims: Claims,
  { spec, model: stated, C, dataset, split, blocks, experiment, where }: One,
  effort: Effort,
  progress: Progress,
): void {
  const { certify } = experiment;
  const { semidefinite, rounding } = traitsOf(spec);
  const labels = Int32Array.from(split.labelled, (row) => dataset.labels[row]);
  const trusted = new Set(certify.trusted);
  const labelled = Array.from(split.labelled, (row) => dataset.ids[row]);
  const flippable = Array.from(labelled.keys()).filter((i) => !trusted.has(labelled[i]));
  const budgets: readonly Budget[] = resolveBudgets(certify.budgets, labelled.length, flippable.length);
  const model = new Poisoned(blocks, C, labels, dataset.classes.length, semidefinite, rounding);
  const truth = Array.from(split.test, (row) => dataset.classes[dataset.labels[row]]);
  const ties = truth.map((_, t) => {
    const node = stated.sampleWise?.nodes.at(t);
    return node === undefined ? model.clean[t].tie : node.tie === true;
  });
  const right = truth.map((label, t) => stated.predictions.at(t)?.class === label);
  const findings = new Findings(
    right.map((r, t) => r && !ties[t]),
    flippable.length,
  );
  const subject: Subject = {
    stated,
    model,
    findings,
    claims,
    where,
    kinds: certify.kinds,
    budgets,
    flippable,
    classes: dataset.classes,
    test: Array.from(split.test, (row) => dataset.ids[row]),
    truth,
    labelled,
    limit: effort.limit,
    ties,
    right,
  };
  for (const [kind, certificate] of [
    ['sample-wise', stated.sampleWise],
    ['collective', stated.collective],
  ] as const) {
    const wanted = certify.kinds.includes(kind);
    claims.hold('models', (certificate !== undefined) === wanted, where, messages.kindMissing(kind, wanted));
  }
  checkPredictions(subject);
  const witnesses = checkWitnesses(subject);
  checkWorstSets(subject);
  new Exploration(model, flippable, findings, (sets) => progress(where, sets)).run(
    sizesClaimed(subject),
    effort,
  );
  if (stated.sampleWise !== undefined) checkNodes(subject, stated.sampleWise, witnesses);
  if (stated.collective !== undefined) checkCollective(subject, stated.collective);
}

/** Up to how many flips something is claimed to hold. */
function sizesClaimed(subject: Subject): number {
  const { sampleWise, collective } = subject.stated;
  const { cap } = largestBudget(subject);
  const safe = (sampleWise?.nodes ?? []).map(({ safeFlips }) => Math.min(cap, safeFlips));
  const together = collective === undefined ? 0 : collectiveSizes(collective, cap);
  return Math.max(0, together, ...safe);
}
