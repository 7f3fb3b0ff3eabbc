import type { DocumentHighlight, Position, Range, TextEdit } from 'vscode-languageserver/node';
import { DocumentHighlightKind } from 'vscode-languageserver/node';
import type { ModelSpec } from '../config/experiment';
import { asYaml } from '../config/written';
import * as messages from './messages';
import type { Spot } from './spots';
import { contains, spotsOf } from './spots';

/** A place where the text names a model. */
export interface Mention {
  readonly range: Range;
  /** The entry of `models` that is meant. */
  readonly family: string;
  /** What stands after it: an expectation may name one model of a list, as in `GCN C=0.1`. */
  readonly rest: string;
  readonly isDefinition: boolean;
}

/** The models that a name stands for. */
export function modelsNamed(models: readonly ModelSpec[], name: string): ModelSpec[] {
  return models.filter((model) => model.name === name || model.family === name);
}

/** Every place where the text names a model, whether there is such a model or not. */
export function mentionsOf(text: string): Mention[] {
  const spots = spotsOf(text);
  const names = spots.filter(isModel).map(({ path }) => String(path[1]));
  return spots.flatMap((spot): Mention[] => {
    if (isModel(spot) && spot.key !== null)
      return [{ range: spot.key, family: String(spot.path[1]), rest: '', isDefinition: true }];
    const [first, , third] = spot.path;
    if (first !== 'expect' || third !== 'model' || spot.path.length !== 3) return [];
    if (spot.value === null || spot.scalar === null) return [];
    const named = String(spot.scalar);
    const family = names.includes(named) ? named : (names.find((name) => isVariant(named, name)) ?? named);
    return [{ range: spot.value, family, rest: named.slice(family.length), isDefinition: false }];
  });
}

function isModel({ path }: Spot): boolean {
  return path[0] === 'models' && path.length === 2;
}

/** As in `GCN C=0.1 depth=2`. */
function isVariant(named: string, family: string): boolean {
  return named.startsWith(`${family} `) && /^( [A-Za-z-]+=\S+)+$/.test(named.slice(family.length));
}

export function mentionAt(text: string, position: Position): Mention | null {
  return mentionsOf(text).find(({ range }) => contains(range, position)) ?? null;
}

/** Every mention of the model at a position. */
export function sameModel(text: string, position: Position): Mention[] {
  const all = mentionsOf(text);
  const here = all.find(({ range }) => contains(range, position));
  return here === undefined ? [] : all.filter(({ family }) => family === here.family);
}

export function highlightsAt(text: string, position: Position): DocumentHighlight[] {
  return sameModel(text, position).map(({ range, isDefinition }) => ({
    range,
    kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** The edits of a rename, or why there are none. */
export function renamed(text: string, position: Position, newName: string): TextEdit[] | string {
  const here = mentionAt(text, position);
  if (here === null) return messages.notAModel();
  const name = newName.trim();
  if (name === '') return messages.emptyName();
  const taken = mentionsOf(text).some(({ family, isDefinition }) => isDefinition && family === name);
  if (taken && name !== here.family) return messages.nameTaken(name);
  const lines = text.split(/\r?\n/);
  return sameModel(text, position).map(({ range, rest }) => {
    const quote = lines[range.start.line]?.[range.start.character];
    return { range, newText: asYaml(name + rest, quote) };
  });
}
