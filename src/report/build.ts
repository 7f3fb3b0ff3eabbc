import type { Certificate, LabelFlip } from '../core/certify/certificate';
import { plateausOf } from './plateaus';
import type { ChosenC, CurvePoint, DatasetSummary, Flip, ModelResult, NodeCertificate } from './result';

/** A number of flips asked for; `share` as the user wrote it, null where none was. */
export interface AskedBudget {
  readonly flips: number;
  readonly share: number | null;
}

/** What turns a certificate's indices into the user's node ids and labels. */
export interface ModelContext {
  readonly name: string;
  readonly architecture: string;
  readonly ntk?: 'exact' | 'qpcert';
  readonly C: number;
  readonly chosenC?: ChosenC;
  readonly notes: readonly string[];
  readonly dataset: DatasetSummary;
  /** Ascending, with an entry for 0 flips. */
  readonly budgets: readonly AskedBudget[];
  /** Labels that may be flipped; a budget beyond it allows no more. */
  readonly flippable: number;
  readonly sampleWise: boolean;
  readonly collective: boolean;
}

/** States a certificate in the user's terms. Sample-wise and collective are over the same test nodes. */
export function modelResult(certificate: Certificate, context: ModelContext): ModelResult {
  const { dataset, name, architecture, ntk, C, chosenC, notes } = context;
  const predictions = dataset.test.map((node, t) => ({
    node,
    class: dataset.classes[certificate.predicted[t]],
    decision: certificate.decisions[t],
  }));
  const correct = predictions.map((p, t) => p.class === dataset.testLabels[t]);
  const right = correct.filter(Boolean).length;
  return {
    name,
    architecture,
    ...(ntk === undefined ? {} : { ntk }),
    C,
    ...(chosenC === undefined ? {} : { chosenC }),
    ...(notes.length === 0 ? {} : { notes }),
    accuracy: right / dataset.test.length,
    predictions,
    ...(context.sampleWise ? { sampleWise: sampleWiseResult(certificate, context, correct) } : {}),
    ...(context.collective ? { collective: collectiveResult(certificate, context, correct) } : {}),
  };
}

function sampleWiseResult(certificate: Certificate, context: ModelContext, correct: readonly boolean[]) {
  const { dataset, budgets, flippable } = context;
  const { nodes, seconds, method, status } = certificate.sampleWise;
  const largest = Math.max(...budgets.map((b) => b.flips));
  const safeFlips = nodes.map(({ safe }) => (safe >= Math.min(flippable, largest) ? largest : safe));
  const total = nodes.length;
  const share = (count: number): number => count / total;
  return {
    status,
    method,
    seconds,
    nodes: nodes.map(({ breaking, witness, tie, interval }, t): NodeCertificate => ({
      node: dataset.test[t],
      safeFlips: safeFlips[t],
      breakingFlips: breaking,
      witness: witness === null ? null : flipsOf(witness, dataset),
      ...(tie ? { tie: true as const } : {}),
      ...(interval === undefined ? {} : { interval }),
    })),
    curve: budgets.map((budget): CurvePoint => ({
      ...budgetOf(budget),
      certified: share(nodes.filter((_, t) => safeFlips[t] >= budget.flips).length),
      certifiedAtMost: share(
        nodes.filter(({ breaking }) => breaking === null || breaking > budget.flips).length,
      ),
      certifiedAccuracy: share(nodes.filter((_, t) => safeFlips[t] >= budget.flips && correct[t]).length),
    })),
  };
}

function collectiveResult(certificate: Certificate, context: ModelContext, correct: readonly boolean[]) {
  const { dataset, budgets, flippable } = context;
  const { levels, seconds, method, status } = certificate.collective;
  const total = dataset.test.length;
  // A tie may be predicted right, but it is not proven to stay so.
  const right = correct.filter((c, t) => c && !certificate.sampleWise.nodes[t].tie).length;
  const curve = budgets.map((budget): CurvePoint => {
    const level = levels.find(({ flips }) => flips === Math.min(budget.flips, flippable));
    const changed = level?.changed ?? 0;
    const changedAtMost = level?.changedAtMost ?? total;
    return {
      ...budgetOf(budget),
      certified: (total - changedAtMost) / total,
      certifiedAtMost: (total - changed) / total,
      certifiedAccuracy:
        budget.flips === 0
          ? correct.filter(Boolean).length / total
          : (right - (level?.correctChangedAtMost ?? right)) / total,
      witness: level === undefined || level.witness === null ? null : flipsOf(level.witness, dataset),
    };
  });
  return { status, method, seconds, curve, plateaus: plateausOf(curve) };
}

function budgetOf({ flips, share }: AskedBudget): { flips: number; budget?: number } {
  return share === null ? { flips } : { flips, budget: share };
}

function flipsOf(witness: readonly LabelFlip[], dataset: DatasetSummary): Flip[] {
  return witness.map(({ labelled, to }) => ({
    node: dataset.labelled[labelled],
    label: dataset.classes[to],
  }));
}
