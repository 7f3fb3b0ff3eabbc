import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS } from '../core/limits';
import type { Label, RawGraph } from '../core/graph/raw';
import { undirected } from '../core/graph/raw';
import type { Csr } from '../core/linalg/csr';
import { csrFromDense } from '../core/linalg/csr';
import { asLabels, featureCell, wrongRow } from './csv-cells';
import type { CsvRow } from './csv-rows';
import { cellNumber, csvRows } from './csv-rows';
import { shown } from '../core/shown';

interface Nodes {
  readonly labels: readonly Label[];
  readonly features: Csr | null;
  readonly lines: Int32Array;
  /** Position of the node that an edge names; null where there is none. */
  position(name: string): number | null;
  /** What an edge may name, for a message. */
  readonly names: string;
}

const SOURCE = ['source', 'src', 'from'];
const TARGET = ['target', 'dst', 'to'];
const WEIGHT = ['weight'];
const ID = ['id', 'node', 'node_id'];
const LABEL = ['label', 'class'];

/**
 * Reads a graph from two CSV files: edges (`source,target[,weight]`) and nodes (`id,label,features…`), columns
 * found by the header's names or, without a header, by position. A node's id is its position among the rows;
 * the `id` column, where there is one, holds the names that the edges use.
 * @throws DataError with the row at fault.
 */
export function readCsvGraph(
  edges: Uint8Array,
  nodes: Uint8Array,
  limits: Limits = DEFAULT_LIMITS,
): RawGraph {
  const table = readNodes(csvRows(nodes, 'nodes', limits));
  return {
    adjacency: readEdges(csvRows(edges, 'edges', limits), table),
    features: table.features,
    labels: table.labels,
    lines: table.lines,
  };
}

function columnOf(header: readonly string[], names: readonly string[]): number {
  return header.findIndex((cell) => names.includes(cell.toLowerCase()));
}

function readNodes(rows: readonly CsvRow[]): Nodes {
  const first = rows[0];
  const hasHeader = columnOf(first.cells, LABEL) >= 0;
  if (!hasHeader && columnOf(first.cells, ID) >= 0) {
    const text = 'The header names no column `label` (or `class`), which every node needs.';
    throw wrongRow('nodes', 'csv-columns', first, text);
  }
  const idColumn = hasHeader ? columnOf(first.cells, ID) : 0;
  const labelColumn = hasHeader ? columnOf(first.cells, LABEL) : 1;
  const data = hasHeader ? rows.slice(1) : rows;
  if (data.length === 0) throw wrongRow('nodes', 'csv-empty', first, 'The file has no nodes.');
  const width = first.cells.length;
  if (width <= labelColumn) {
    throw wrongRow('nodes', 'csv-columns', first, 'A row needs an id and a label, as in `id,label`.');
  }
  const odd = data.find(({ cells }) => cells.length !== width);
  if (odd !== undefined) {
    const text = `This row has ${odd.cells.length} columns and the first has ${width}.`;
    throw wrongRow('nodes', 'csv-columns', odd, text);
  }
  const featureColumns: number[] = [];
  for (let c = 0; c < width; c++) if (c !== idColumn && c !== labelColumn) featureColumns.push(c);
  const dense = new Float64Array(data.length * featureColumns.length);
  const texts: string[] = [];
  const positions = new Map<string, number>();
  data.forEach((row, i) => {
    if (row.cells[labelColumn] === '')
      throw wrongRow('nodes', 'labels-invalid', row, 'This node has no label.');
    texts.push(row.cells[labelColumn]);
    const name = idColumn < 0 ? String(i) : row.cells[idColumn];
    if (positions.has(name))
      throw wrongRow('nodes', 'duplicate-node', row, `The id \`${shown(name)}\` stands in two rows.`);
    positions.set(name, i);
    featureColumns.forEach((column, j) => {
      const called = hasHeader ? `\`${first.cells[column]}\`` : String(column);
      dense[i * featureColumns.length + j] = featureCell('nodes', row, column, called);
    });
  });
  return {
    labels: asLabels(texts),
    features: featureColumns.length === 0 ? null : csrFromDense(data.length, featureColumns.length, dense),
    lines: Int32Array.from(data, ({ line }) => line),
    position: (name) => positions.get(name) ?? null,
    names: idColumn < 0 ? `positions from 0 to ${data.length - 1}` : 'the ids of the nodes file',
  };
}

function readEdges(rows: readonly CsvRow[], nodes: Nodes): Csr {
  const first = rows[0].cells;
  const hasHeader = columnOf(first, SOURCE) >= 0 && columnOf(first, TARGET) >= 0;
  const sourceColumn = hasHeader ? columnOf(first, SOURCE) : 0;
  const targetColumn = hasHeader ? columnOf(first, TARGET) : 1;
  const weightColumn = hasHeader ? columnOf(first, WEIGHT) : first.length > 2 ? 2 : -1;
  const data = hasHeader ? rows.slice(1) : rows;
  const source = new Int32Array(data.length);
  const target = new Int32Array(data.length);
  const weight = new Float64Array(data.length).fill(1);
  const end = (row: CsvRow, column: number): number => {
    const name = row.cells[column];
    const position = nodes.position(name);
    if (position === null) {
      throw wrongRow(
        'edges',
        'unknown-node',
        row,
        `There is no node \`${shown(name)}\`; edges name nodes by ${nodes.names}.`,
      );
    }
    return position;
  };
  data.forEach((row, e) => {
    if (row.cells.length <= Math.max(sourceColumn, targetColumn, weightColumn)) {
      const text = `This row has ${row.cells.length} columns; an edge is \`source,target\` or \`source,target,weight\`.`;
      throw wrongRow('edges', 'csv-columns', row, text);
    }
    source[e] = end(row, sourceColumn);
    target[e] = end(row, targetColumn);
    if (weightColumn >= 0) weight[e] = edgeWeight(row, weightColumn);
  });
  return undirected(nodes.labels.length, source, target, weight);
}

function edgeWeight(row: CsvRow, column: number): number {
  const cell = row.cells[column];
  const value = cellNumber(cell);
  if (value === null || !(value >= 0 && value < Infinity)) {
    throw wrongRow(
      'edges',
      'edge-weight',
      row,
      `The weight \`${shown(cell)}\` must be a finite number, 0 or more.`,
    );
  }
  return value;
}
