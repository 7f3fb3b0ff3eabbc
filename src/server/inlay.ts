import type { InlayHint, Range } from 'vscode-languageserver/node';
import { shareText } from '../config/budget';
import { allowance, writtenBudgets } from './budget-text';
import type { Facts } from './facts';
import * as messages from './messages';
import type { Spot } from './spots';
import { spotAt, spotsOf } from './spots';

/** More labels of classes than this would push the text away. */
const MOST_CLASSES = 4;

/** What numbers and words of a text come to on its data, behind them. */
export function hintsIn(text: string, range: Range, { dataset }: Facts): InlayHint[] {
  if (dataset === null) return [];
  const spots = spotsOf(text);
  const m = dataset.labelled;
  const budgets = writtenBudgets(spots).map(({ spot, kind }): InlayHint | null => {
    const share = typeof spot.scalar === 'number' ? shareText(spot.text, spot.scalar) : spot.text;
    const allowed = allowance(share, kind, m);
    return allowed === null ? null : hint(spot, kind === 'flips' ? messages.ofLabels(m) : allowed);
  });
  const at = (...path: string[]): Spot | null => spotAt(spots, path);
  const perClass = at('split', 'labelled', 'per-class') ?? at('split', 'per-class');
  const test = at('split', 'test');
  const classes = at('dataset', 'classes');
  const few = dataset.classes.length <= MOST_CLASSES;
  const others = [
    typeof perClass?.scalar === 'number' ? hint(perClass, messages.labelledNodes(m)) : null,
    test?.scalar === 'rest' ? hint(test, messages.testNodes(dataset.test)) : null,
    typeof classes?.scalar === 'string' && few
      ? hint(classes, dataset.classes.map(({ label }) => String(label)).join(', '))
      : null,
  ];
  return [...budgets, ...others].filter(
    (found) =>
      found !== null && found.position.line >= range.start.line && found.position.line <= range.end.line,
  ) as InlayHint[];
}

function hint({ value }: Spot, label: string): InlayHint | null {
  return value === null ? null : { position: value.end, label, paddingLeft: true };
}
