import type { Budget, BudgetSpec } from '../config/budget';
import { allowedFlips, flipsOf, resolveBudgets, shareOf } from '../config/budget';
import type { Experiment } from '../config/experiment';
import * as configMessages from '../config/messages';
import type { Location } from '../config/tree';
import { nodeAt } from '../config/tree';
import type { Fix, KeyPath, Severity } from '../core/errors';
import type { Dataset, Split } from '../core/graph/dataset';
import * as messages from './messages';

/** What a configuration asks of its data and the data does not have. */
export interface Finding {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** The key that it is about. */
  readonly key: KeyPath;
  /** Where it stands, where the key alone does not say so. */
  readonly location?: Location;
  readonly fixes?: readonly Fix[];
}

/** Of the dataset alone: without an error it can be split. */
export function datasetFindings({ certify: { method } }: Experiment, { classes }: Dataset): Finding[] {
  const error = (code: string, message: string, key: KeyPath): Finding[] => [
    { severity: 'error', code, message, key },
  ];
  const key = ['certify', 'method'];
  if (classes.length === 1) return error('one-class', messages.oneClass(classes[0]), ['dataset', 'classes']);
  if (classes.length > 2 && (method === 'milp' || method === 'milp-paper'))
    return error('method-needs-two-classes', messages.methodNeedsTwoClasses(method, classes.length), key);
  if (classes.length === 2 && method === 'relaxed')
    return error('method-needs-more-classes', messages.methodNeedsMoreClasses(method), key);
  return [];
}

/** Of one split: are there two classes to learn, and are the trusted nodes labelled? */
export function splitFindings({ certify }: Experiment, dataset: Dataset, split: Split): Finding[] {
  const findings: Finding[] = [];
  const labels = new Set(Array.from(split.labelled, (row) => dataset.labels[row]));
  if (labels.size === 1) {
    const message = messages.oneClassLabelled(dataset.classes[dataset.labels[split.labelled[0]]]);
    findings.push({ severity: 'warning', code: 'one-class-labelled', message, key: ['split', 'labelled'] });
  }
  const labelledIds = new Set(Array.from(split.labelled, (row) => dataset.ids[row]));
  for (const [i, id] of certify.trusted.entries()) {
    if (labelledIds.has(id)) continue;
    const key = ['certify', 'trusted', i];
    findings.push({
      severity: 'error',
      code: 'trusted-not-labelled',
      message: messages.trustedNotLabelled(id),
      key,
      fixes: [{ kind: 'remove', path: key }],
    });
  }
  return findings;
}

/**
 * The budgets in flips, and what is wrong with them.
 * @param m number of labelled nodes
 */
export function budgetsOf(
  { certify, expect, source }: Experiment,
  m: number,
): { readonly budgets: readonly Budget[]; readonly findings: readonly Finding[] } {
  const findings = [...tooManyFlips(certify.budgets, m)];
  // Shares that nobody wrote need no warning.
  if (nodeAt(source, ['certify', 'budgets']) !== null) findings.push(...sharesOfNothing(certify.budgets, m));
  const budgets = resolveBudgets(certify.budgets, m, m - certify.trusted.length);
  for (const { budget, budgetLocation } of expect) {
    const flips = flipsOf(budget, m);
    if (budgets.some((known) => known.flips === flips)) continue;
    findings.push({
      severity: 'error',
      code: 'expectation-budget',
      message: configMessages.expectationBudget(budget.kind === 'share' ? budget.text : `${flips} flips`),
      key: ['expect'],
      location: budgetLocation,
      fixes: [missingBudget(certify.budgets, flips, m)],
    });
  }
  return { budgets, findings };
}

function tooManyFlips(budgets: BudgetSpec, m: number): Finding[] {
  if (budgets.kind !== 'flips') return [];
  return budgets.flips.flatMap((flips, i): Finding[] => {
    if (flips <= m) return [];
    return [
      {
        severity: 'error',
        code: 'budget-too-large',
        message: configMessages.budgetTooLarge(flips, m),
        key: ['certify', 'budgets', 'flips', i],
        fixes: [{ kind: 'replace', text: String(m) }],
      },
    ];
  });
}

/** A share that was written and allows nothing is seldom meant: its answer is that of no attack at all. */
function sharesOfNothing(budgets: BudgetSpec, m: number): Finding[] {
  if (budgets.kind !== 'shares') return [];
  return budgets.shares.flatMap(({ text, value }, i): Finding[] => {
    if (value === 0 || allowedFlips(text, m) > 0) return [];
    const key = ['certify', 'budgets', i];
    return [
      {
        severity: 'warning',
        code: 'budget-no-flips',
        message: configMessages.budgetNoFlips(text, m),
        key,
        fixes: [
          { kind: 'round', flips: 1, labelled: m, text: shareOf(1, m) },
          { kind: 'remove', path: key },
        ],
      },
    ];
  });
}

/** The entry of `budgets`, as it is written, that allows so many flips. */
function missingBudget({ kind }: BudgetSpec, flips: number, m: number): Fix {
  return kind === 'flips'
    ? { kind: 'add-item', path: ['certify', 'budgets', 'flips'], text: String(flips) }
    : { kind: 'add-item', path: ['certify', 'budgets'], text: shareOf(flips, m) };
}

/** @param m number of labelled nodes */
export function foldFindings({ models }: Experiment, m: number): Finding[] {
  return models.flatMap(({ family, C }): Finding[] => {
    if (typeof C === 'number' || C.folds <= m) return [];
    const message = configMessages.tooManyFolds(C.folds, m);
    return [
      { severity: 'error', code: 'too-many-folds', message, key: ['models', family, 'choose-C', 'folds'] },
    ];
  });
}
