import type { DocumentSymbol, Range } from 'vscode-languageserver/node';
import { SymbolKind } from 'vscode-languageserver/node';
import { SOURCE_KEYS } from '../config/data-source';
import type { Spot } from './spots';
import { childrenOf, plainAt, spotAt, spotsOf } from './spots';

const KINDS: Readonly<Record<string, SymbolKind>> = {
  dataset: SymbolKind.File,
  split: SymbolKind.Array,
  models: SymbolKind.Module,
  certify: SymbolKind.Operator,
  expect: SymbolKind.Boolean,
};

/** The outline of a text: its sections, the models by name, and the expectations. */
export function symbolsOf(text: string): DocumentSymbol[] {
  const spots = spotsOf(text);
  return childrenOf(spots, []).flatMap((section) => {
    const name = String(section.path[0]);
    const children = name === 'models' ? models(spots) : name === 'expect' ? expectations(spots) : [];
    const detail = name === 'dataset' ? source(spots) : '';
    return symbol(section, name, KINDS[name] ?? SymbolKind.Key, detail, children);
  });
}

function models(spots: readonly Spot[]): DocumentSymbol[] {
  return childrenOf(spots, ['models']).flatMap((model) => {
    const architecture = spotAt(spots, [...model.path, 'architecture'])?.scalar ?? model.scalar ?? '';
    return symbol(model, String(model.path[1]), SymbolKind.Class, String(architecture), []);
  });
}

function expectations(spots: readonly Spot[]): DocumentSymbol[] {
  return childrenOf(spots, ['expect']).flatMap((item) => {
    const plain = plainAt(spots, item.path);
    const said = (typeof plain === 'object' && plain !== null ? plain : {}) as Readonly<
      Record<string, unknown>
    >;
    const { model, kind, budget } = said;
    const flips =
      typeof budget === 'object' && budget !== null && 'flips' in budget
        ? `${String(budget.flips)} flips`
        : typeof budget === 'number'
          ? String(budget)
          : '';
    const quantity = ['certified-ratio', 'certified-accuracy'].find((key) => key in said);
    const detail = [kind, flips, quantity, quantity === undefined ? '' : said[quantity]]
      .filter((part) => typeof part === 'string' && part !== '')
      .join(' ');
    return symbol(
      item,
      typeof model === 'string' ? model : String(item.path[1]),
      SymbolKind.Event,
      detail,
      [],
    );
  });
}

/** The first word or path under the key that says where the data comes from. */
function source(spots: readonly Spot[]): string {
  const written = spotAt(spots, ['dataset']);
  if (typeof written?.scalar === 'string') return written.scalar;
  for (const key of SOURCE_KEYS) {
    const found = spotAt(spots, ['dataset', key]);
    if (found === null) continue;
    if (typeof found.scalar === 'string') return found.scalar;
    const [first] = childrenOf(spots, found.path);
    return key === 'generate' ? String(first?.path.at(-1) ?? key) : String(first?.scalar ?? key);
  }
  return '';
}

function symbol(
  { key, value }: Spot,
  name: string,
  kind: SymbolKind,
  detail: string,
  children: DocumentSymbol[],
): DocumentSymbol[] {
  const first = key ?? value;
  if (first === null) return [];
  const range: Range = { start: first.start, end: (value ?? first).end };
  const line = first.end.line === first.start.line ? first : { start: first.start, end: first.start };
  // An editor refuses a symbol without a name.
  return [{ name: name === '' ? '(no name)' : name, kind, detail, range, selectionRange: line, children }];
}
