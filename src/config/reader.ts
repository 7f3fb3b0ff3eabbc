import type { Diagnostic, Fix, KeyPath } from '../core/errors';
import { MOST_MESSAGE, shown } from '../core/shown';
import * as messages from './messages';
import type { ConfigNode, Location, ScalarNode } from './tree';
import { keyLocation, nodeAt } from './tree';

/** Values of a tree whose structure the schema has checked: types are certain here, presence is not. */
export class Reader {
  constructor(
    readonly root: ConfigNode,
    private readonly diagnostics: Diagnostic[],
  ) {}

  error(code: string, message: string, location: Location, ...fixes: Fix[]): void {
    this.report({
      code,
      message,
      severity: 'error',
      ...location,
      ...(fixes.length === 0 ? {} : { fixes }),
    });
  }

  /** Warns on a key that is written and does nothing. */
  warnNoEffect(path: KeyPath, why: string): void {
    if (nodeAt(this.root, path) === null) return;
    const message = messages.noEffect(String(path.at(-1)), why);
    this.report({
      code: 'no-effect',
      message,
      severity: 'warning',
      ...keyLocation(this.root, path),
      fixes: [{ kind: 'remove', path }],
    });
  }

  /** Says a thing once, however many models of a list have it. */
  private report({ message: text, ...rest }: Diagnostic): void {
    const diagnostic = { ...rest, message: shown(text, MOST_MESSAGE) };
    const said = this.diagnostics.some(
      ({ code, message, file, range }) =>
        code === diagnostic.code &&
        message === diagnostic.message &&
        file === diagnostic.file &&
        range.startLine === diagnostic.range.startLine &&
        range.startColumn === diagnostic.range.startColumn,
    );
    if (!said) this.diagnostics.push(diagnostic);
  }

  /** Keys of the mapping at a path, in the order of the file. */
  keys(path: KeyPath): string[] {
    const node = nodeAt(this.root, path);
    return node?.kind === 'mapping' ? [...node.entries.keys()] : [];
  }

  /** Number of items of the list at a path. */
  length(path: KeyPath): number {
    const node = nodeAt(this.root, path);
    return node?.kind === 'list' ? node.items.length : 0;
  }

  scalar(path: KeyPath): ScalarNode | null {
    const node = nodeAt(this.root, path);
    return node?.kind === 'scalar' ? node : null;
  }

  number(path: KeyPath, otherwise: number): number {
    const value = this.scalar(path)?.value;
    return typeof value === 'number' ? value : otherwise;
  }

  /** A text, which the schema has confined to the words of W. */
  word<W extends string | null>(path: KeyPath, otherwise: W): W {
    const value = this.scalar(path)?.value;
    return typeof value === 'string' ? (value as W) : otherwise;
  }

  label(path: KeyPath): string | number {
    const value = this.scalar(path)?.value;
    return typeof value === 'number' ? value : String(value);
  }
}
