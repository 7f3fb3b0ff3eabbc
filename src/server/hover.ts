import type { Hover, Position } from 'vscode-languageserver/node';
import { shareText } from '../config/budget';
import { SOURCE_KEYS } from '../config/data-source';
import { explain } from '../config/schema';
import type { KeyPath } from '../core/errors';
import { allowance, budgetKind } from './budget-text';
import type { Facts } from './facts';
import { NO_FACTS } from './facts';
import { allows, holds, meaning } from './messages';
import { modelsNamed } from './names';
import type { Spot } from './spots';
import { spotUnder, spotsOf } from './spots';

/**
 * What the schema says about the key at a position, or about the key whose value stands there, and what the data or
 * the last check knows of it.
 */
export function hoverAt(text: string, position: Position, facts: Facts = NO_FACTS): Hover | null {
  const found = spotUnder(spotsOf(text), position);
  if (found === null) return null;
  const { spot, range, isKey } = found;
  const parts = [explained(spot.path), known(spot, isKey, facts)].filter((part) => part !== null);
  return parts.length === 0 ? null : { contents: { kind: 'markdown', value: parts.join('\n\n') }, range };
}

/** An item of a list says what its list is. */
function explained(path: KeyPath): string | null {
  return explain(path) ?? (typeof path.at(-1) === 'number' ? explain(path.slice(0, -1)) : null);
}

function known(spot: Spot, isKey: boolean, facts: Facts): string | null {
  const { path } = spot;
  if (isSource(path)) return facts.dataset === null ? null : holds(facts.dataset, facts.features);
  const kind = budgetKind(path);
  if (kind !== null && typeof spot.scalar === 'number' && facts.dataset !== null) {
    const allowed = allowance(shareText(spot.text, spot.scalar), kind, facts.dataset.labelled);
    return allowed === null ? null : allows(allowed);
  }
  const name = modelName(spot, isKey);
  const models = name === null ? [] : modelsNamed(facts.models, name);
  return name === null || models.length === 0 ? null : meaning(name, models);
}

/** `dataset`, or the key that says where it comes from. */
function isSource([first, second, ...rest]: KeyPath): boolean {
  const named = second === undefined || SOURCE_KEYS.some((key) => key === second);
  return first === 'dataset' && named && rest.length <= 1;
}

function modelName({ path, scalar }: Spot, isKey: boolean): string | null {
  if (path[0] === 'models' && path.length === 2) return String(path[1]);
  if (!isKey && path[0] === 'expect' && path.length === 3 && path[2] === 'model') return String(scalar);
  return null;
}
