import type { CST } from 'yaml';
import { spaced } from './flow-text';

/** How lines of a text are to be laid out: what changes within them, and how far each is indented. */
export interface Layout {
  /** Disjoint, each within one line. */
  readonly edits: readonly { readonly from: number; readonly to: number; readonly text: string }[];
  /** Line -> columns, of lines that begin a key or an item. */
  readonly indents: ReadonlyMap<number, number>;
  /** Line -> the line that it continues, of texts and brackets that span several. */
  readonly continues: ReadonlyMap<number, number>;
  /** Lines of block texts, whose every space is part of a value. */
  readonly verbatim: ReadonlySet<number>;
}

const STEP = 2;

/** Null for a text that is written in a way that is better left alone, such as with `? key`. */
export function layoutOf(text: string, tokens: readonly CST.Token[]): Layout | null {
  const walk = new Walk(text);
  for (const token of tokens) {
    if (token.type !== 'document') continue;
    if (token.value !== undefined && !walk.node(token.value, 0)) return null;
  }
  return walk;
}

type Props = readonly CST.SourceToken[];

class Walk implements Layout {
  readonly edits: { from: number; to: number; text: string }[] = [];
  readonly indents = new Map<number, number>();
  readonly continues = new Map<number, number>();
  readonly verbatim = new Set<number>();
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    this.starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  /** @returns whether it could be laid out */
  node(token: CST.Token, indent: number): boolean {
    if (token.type === 'block-map') return token.items.every((item) => this.pair(item, indent));
    if (token.type === 'block-seq') return token.items.every((item) => this.item(item, indent));
    if (token.type === 'flow-collection') this.flow(token);
    else if ('source' in token)
      this.continued(token.offset, token.offset + token.source.length, token.type === 'block-scalar');
    return true;
  }

  private pair({ start, key, sep, value }: CST.BlockMap['items'][number], indent: number): boolean {
    if (start.some(({ type }) => type === 'explicit-key-ind')) return false;
    const first = start.find(isContent) ?? key;
    if (first === undefined || first === null) return sep === undefined;
    this.place(first.offset, indent);
    if (key !== null && key !== undefined && !this.node(key, indent)) return false;
    if (sep !== undefined) {
      if (sep[0]?.type === 'space' && sep[1]?.type === 'map-value-ind') this.replace(sep[0], '');
      this.oneSpaceAfter('map-value-ind', sep, value);
    }
    return value === undefined || this.node(value, indent + STEP);
  }

  private item({ start, value }: CST.BlockSequence['items'][number], indent: number): boolean {
    const dash = start.find(({ type }) => type === 'seq-item-ind');
    if (dash !== undefined) this.place(dash.offset, indent);
    this.oneSpaceAfter('seq-item-ind', start, value);
    return value === undefined || this.node(value, indent + STEP);
  }

  private flow(token: CST.FlowCollection): void {
    const end = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    if (end === undefined) return;
    const [from, to] = [token.offset, end.offset + end.source.length];
    if (this.text.slice(from, to).includes('\n')) this.continued(from, to, false);
    else this.edits.push({ from, to, text: spaced(token, this.text) });
  }

  /** One space between a mark and what follows it on its line, unless that is a comment. */
  private oneSpaceAfter(mark: string, tokens: Props, value: CST.Token | undefined): void {
    const at = tokens.findIndex(({ type }) => type === mark);
    const space = tokens[at + 1];
    if (at < 0 || space?.type !== 'space') return;
    const next = tokens[at + 2];
    const follows = next === undefined ? value !== undefined : isContent(next);
    if (follows) this.replace(space, ' ');
  }

  private replace({ offset, source }: CST.SourceToken, text: string): void {
    this.edits.push({ from: offset, to: offset + source.length, text });
  }

  /** Indents the line of an offset where nothing but spaces stand before it. */
  private place(offset: number, indent: number): void {
    const line = this.lineOf(offset);
    if (this.text.slice(this.starts[line], offset).trim() === '') this.indents.set(line, indent);
  }

  private continued(from: number, to: number, isBlock: boolean): void {
    const first = this.lineOf(from);
    // A block text begins on the line after its head.
    const owner = isBlock && from === this.starts[first] ? first - 1 : first;
    const last = this.lineOf(isBlock ? Math.max(from, to - 1) : to);
    for (let line = owner + 1; line <= last; line++) {
      this.continues.set(line, owner);
      if (isBlock) this.verbatim.add(line);
    }
  }

  private lineOf(offset: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function isContent({ type }: CST.SourceToken): boolean {
  return type !== 'space' && type !== 'newline' && type !== 'comment';
}
