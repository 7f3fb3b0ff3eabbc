/** Where expectations stand in a text, and which nodes make one fail. Pure: no editor in here. */
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import type { SourceRange } from '../core/errors';
import type { ExpectationOutcome, Result } from '../report/result';

/** The range of each entry of `expect:`, in the order of the file. Empty where the text has none. */
export function expectationRanges(text: string): SourceRange[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, keepSourceTokens: false });
  const { contents } = document;
  if (!isMap(contents)) return [];
  const list = contents.get('expect', true);
  if (!isSeq(list)) return [];
  return list.items.map((item) => {
    const range = (item as { range?: [number, number, number] | null }).range ?? list.range ?? [0, 0, 0];
    const [start, end] = range;
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    return {
      startLine: from.line - 1,
      startColumn: from.col - 1,
      endLine: to.line - 1,
      endColumn: to.col - 1,
    };
  });
}

/** What breaks an expectation: nodes broken within its budget, the weakest first, or the worst common flip set. */
export interface Culprits {
  /** Nodes broken by exactly `flips` flips, the smallest number for which there is any. */
  readonly nodes: readonly number[];
  readonly flips: number;
  /** Labelled nodes of the worst common flip set, for a collective expectation. */
  readonly set: readonly number[];
}

/** Finds who is to blame for a failed expectation; null where the result does not say. */
export function culprits(result: Result, expectation: ExpectationOutcome): Culprits | null {
  const model = result.models.find((candidate) => candidate.name === expectation.model);
  if (!model) return null;
  if (expectation.kind === 'collective') {
    const point = model.collective?.curve.find((candidate) => candidate.flips === expectation.flips);
    const set = point?.witness?.map((flip) => flip.node) ?? [];
    return set.length > 0 ? { nodes: [], flips: set.length, set } : null;
  }
  const broken = (model.sampleWise?.nodes ?? []).filter(
    (node) => node.breakingFlips !== null && node.breakingFlips <= expectation.flips,
  );
  if (broken.length === 0) return null;
  const flips = Math.min(...broken.map((node) => node.breakingFlips ?? Infinity));
  return {
    nodes: broken.filter((node) => node.breakingFlips === flips).map((node) => node.node),
    flips,
    set: [],
  };
}
