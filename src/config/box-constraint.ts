import type { KeyPath } from '../core/errors';
import type { BoxConstraint } from './experiment';
import * as messages from './messages';
import type { Reader } from './reader';
import { keyLocation, nodeAt, ownerLocation } from './tree';

const FOLDS = 4;

/** C of a model, or how it is to be chosen; one of the two must be said, and not both. */
export function boxConstraint(reader: Reader, family: string, at: (key: string) => KeyPath): BoxConstraint {
  const model: KeyPath = ['models', family];
  const choice: KeyPath = [...model, 'choose-C'];
  const chosen = nodeAt(reader.root, choice) !== null;
  const written = nodeAt(reader.root, [...model, 'C']) !== null;
  if (chosen && written)
    reader.error('C-and-choose-C', messages.fixedAndChosen(), keyLocation(reader.root, choice));
  if (!chosen) {
    if (!written) {
      const where = ownerLocation(reader.root, model);
      reader.error('missing-key', messages.missingKey('C', `\`${family}\``), where, {
        kind: 'add-key',
        path: model,
        key: 'C',
      });
    }
    return reader.number(at('C'), NaN);
  }
  const values = Array.from({ length: reader.length([...choice, 'values']) }, (_, i) =>
    reader.number([...choice, 'values', i], NaN),
  );
  return { values, folds: reader.number([...choice, 'folds'], FOLDS) };
}
