/** What the panel needs beside the result to draw the graph. Plain data, every field readonly. */
import type { Flip } from './result';

export interface Picture {
  /** Null where the data has no edges. */
  readonly graph: GraphPicture | null;
  /** What the worst flip sets turn; of a set that is not among them it is not known. */
  readonly attacks: readonly AttackEffect[];
  /** Where the nodes stand in a text file; null where they do in none. */
  readonly rows: NodeRows | null;
}

/** Nodes by their ids, and undirected edges between them. */
export interface GraphPicture {
  /** Ascending. */
  readonly ids: readonly number[];
  /** Two places in `ids` for each edge, one after the other; the first is the lower one. */
  readonly edges: readonly number[];
  /** Set where the graph is too large: what is left out. */
  readonly reduced?: ReducedGraph;
}

/** A graph too large to be drawn: the picture has the labelled and test nodes and what lies next to them, up to a limit. */
export interface ReducedGraph {
  /** Of the whole graph. */
  readonly nodes: number;
  readonly edges: number;
  /** Neighbours that each node of the picture has in the whole graph. */
  readonly degrees: readonly number[];
}

/** What a flip set does to the predictions of a model that was trained anew on the flipped labels. */
export interface AttackEffect {
  /** Null where there is a single split. */
  readonly seed: number | null;
  readonly model: string;
  readonly flips: readonly Flip[];
  /** Test nodes whose prediction changes. */
  readonly turned: readonly number[];
  /** Test nodes of which it cannot be told. */
  readonly open: readonly number[];
}

export interface NodeRows {
  /** Absolute. */
  readonly file: string;
  /**
   * Pairs of a node id and the line, counted from 0, of its row, ascending: each line after is one further, until the
   * next pair says otherwise.
   */
  readonly starts: readonly number[];
  /** So many rows there are. */
  readonly count: number;
}

/** What a panel gets of a picture: not where files lie. */
export interface PanelPicture {
  readonly graph: GraphPicture | null;
  readonly attacks: readonly AttackEffect[];
  /** Name of the file with a row for each node; null where there is none, or nobody who could open it. */
  readonly rows: string | null;
}

/** The picture for a page that nobody stands behind: a report names no file of the machine it was made on. */
export function reportPicture({ graph, attacks }: Picture): PanelPicture {
  return { graph, attacks, rows: null };
}

/** The line, counted from 0, of a node's row; null where it has none. */
export function lineOf({ starts, count }: NodeRows, node: number): number | null {
  if (!Number.isInteger(node) || node < 0 || node >= count) return null;
  let low = 0;
  let high = starts.length / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (starts[2 * middle] <= node) low = middle;
    else high = middle;
  }
  return starts.length === 0 || starts[2 * low] > node ? null : starts[2 * low + 1] + node - starts[2 * low];
}

/** The rows of a file by the lines of all its nodes. */
export function nodeRows(file: string, lines: ArrayLike<number>): NodeRows {
  const starts: number[] = [];
  for (let id = 0; id < lines.length; id++)
    if (id === 0 || lines[id] !== lines[id - 1] + 1) starts.push(id, lines[id]);
  return { file, starts, count: lines.length };
}
