import type { Fix, KeyPath } from '../core/errors';
import type { BudgetChoice } from './budget';
import { shareText } from './budget';
import type { CertifySpec, ExpectationSpec, Kind, ModelSpec, Operator, Quantity } from './experiment';
import * as messages from './messages';
import { nearest } from './nearest';
import type { Reader } from './reader';
import { keyLocation, nodeAt, valueLocation } from './tree';
import { asYaml } from './written';

const QUANTITIES: readonly Quantity[] = ['certified-ratio', 'certified-accuracy'];
const OPERATORS: Readonly<Record<string, Operator>> = {
  '>=': '>=',
  '≥': '>=',
  '>': '>',
  '<=': '<=',
  '≤': '<=',
  '<': '<',
  '==': '==',
  '=': '==',
};

/**
 * The expectations, one for each condition; what is wrong with them is reported. The name of an entry of `models` that
 * holds lists stands for each model of it.
 */
export function convertExpectations(
  reader: Reader,
  certify: CertifySpec,
  models: readonly (ModelSpec | null)[],
): ExpectationSpec[] {
  const known = models.filter((model) => model !== null);
  return Array.from({ length: reader.length(['expect']) }, (_, i) => i).flatMap((i) =>
    convertExpectation(reader, ['expect', i], certify, known),
  );
}

function convertExpectation(
  reader: Reader,
  at: KeyPath,
  certify: CertifySpec,
  models: readonly ModelSpec[],
): ExpectationSpec[] {
  const where = (key: string): ReturnType<typeof valueLocation> => valueLocation(reader.root, [...at, key]);
  const named: string = reader.word([...at, 'model'], '');
  const meant = models.filter(({ name, family }) => named === name || named === family);
  const names = [...new Set([...reader.keys(['models']), ...models.map(({ name }) => name)])];
  if (!names.includes(named)) {
    const suggestion = nearest(named, names);
    const likeliest = [...new Set([...(suggestion === null ? [] : [suggestion]), ...names])].slice(0, 3);
    reader.error(
      'unknown-model',
      messages.unknownModel(named, suggestion),
      where('model'),
      ...likeliest.map((text): Fix => ({ kind: 'replace', text: asYaml(text) })),
    );
  }
  const kind: Kind = reader.word([...at, 'kind'], 'sample-wise');
  if (!certify.kinds.includes(kind)) {
    reader.error('expectation-kind', messages.expectationKind(kind), where('kind'), {
      kind: 'add-item',
      path: ['certify', 'kinds'],
      text: kind,
    });
  }
  const budget = convertBudget(reader, [...at, 'budget']);
  if (!isListed(budget, certify)) {
    const shown = budget.kind === 'share' ? budget.text : `${budget.flips} flips`;
    reader.error('expectation-budget', messages.expectationBudget(shown), where('budget'), {
      kind: 'add-item',
      path: budget.kind === 'share' ? ['certify', 'budgets'] : ['certify', 'budgets', 'flips'],
      text: budget.kind === 'share' ? budget.text : String(budget.flips),
    });
  }
  const written = QUANTITIES.filter((quantity) => nodeAt(reader.root, [...at, quantity]) !== null);
  if (written.length === 0) {
    reader.error('missing-key', messages.expectationQuantity(), keyLocation(reader.root, at), {
      kind: 'add-key',
      path: at,
      key: 'certified-ratio',
    });
  }
  return written.flatMap((quantity) => {
    const condition = String(reader.scalar([...at, quantity])?.value ?? '').trim();
    const match = /^(>=|<=|==|=|>|<|≥|≤)\s*((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)$/.exec(condition);
    if (match === null) {
      reader.error('expectation-condition', messages.expectationCondition(condition), where(quantity));
      return [];
    }
    const value = Number(match[2]);
    if (!(value <= 1)) {
      reader.error('expectation-condition', messages.expectationValue(value), where(quantity));
      return [];
    }
    return meant.map(({ name }) => ({
      model: name,
      kind,
      budget,
      quantity,
      operator: OPERATORS[match[1]],
      value,
      condition,
      location: where(quantity),
      budgetLocation: where('budget'),
    }));
  });
}

function convertBudget(reader: Reader, path: KeyPath): BudgetChoice {
  const node = reader.scalar(path);
  if (node === null) return { kind: 'flips', flips: reader.number([...path, 'flips'], 0) };
  const value = reader.number(path, 0);
  return { kind: 'share', value, text: shareText(node.text, value) };
}

/** Whether the text alone allows the budget. Flips against shares must wait for the number of labelled nodes. */
function isListed(budget: BudgetChoice, { budgets }: CertifySpec): boolean {
  if (budget.kind === 'share') {
    return (
      budget.value === 0 ||
      budgets.kind !== 'shares' ||
      budgets.shares.some(({ value }) => value === budget.value)
    );
  }
  return budget.flips === 0 || budgets.kind !== 'flips' || budgets.flips.includes(budget.flips);
}
