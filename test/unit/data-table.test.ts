import { describe, expect, test } from 'vitest';
import { CodedError } from '../../src/core/errors';
import type { RawGraph } from '../../src/core/graph/raw';
import { recognisedDelimiter } from '../../src/data/csv-delimiter';
import type { TableOptions } from '../../src/data/csv-table';
import { isTabbed, readCsvTable } from '../../src/data/csv-table';
import { DataError } from '../../src/data/errors';

const read = (text: string, options: Partial<TableOptions> = {}): RawGraph =>
  readCsvTable(new TextEncoder().encode(text), {
    label: null,
    ignore: [],
    header: null,
    tabs: false,
    ...options,
  });

/** The features as rows, and the labels. */
function rows({ features, labels }: RawGraph): [number[][], readonly (string | number)[]] {
  const dense = labels.map(() => new Array<number>(features?.cols ?? 0).fill(0));
  labels.forEach((_, i) => {
    for (let e = features?.rowPtr[i] ?? 0; e < (features?.rowPtr[i + 1] ?? 0); e++)
      dense[i][features?.colIdx[e] ?? 0] = features?.values[e] ?? NaN;
  });
  return [dense, labels];
}

/** `code`, then the line counted from 1 or the key. */
function failure(text: string, options: Partial<TableOptions> = {}): string {
  try {
    read(text, options);
  } catch (error) {
    if (error instanceof DataError && error.place !== null)
      return `${error.code} ${error.place.source}:${error.place.line + 1}`;
    if (error instanceof CodedError) return `${error.code} ${error.key.join('.')}`;
    throw error;
  }
  return 'no error';
}

const HEADED = 'a,b,class\n1,2,x\n0,-1.5,y\n';
const EXPECTED = [
  [
    [1, 2],
    [0, -1.5],
  ],
  ['x', 'y'],
];

describe('a table', () => {
  test('has no edges, and a node for each row of data', () => {
    const graph = read(HEADED);
    expect(rows(graph)).toEqual(EXPECTED);
    expect([graph.adjacency.rows, graph.adjacency.cols, graph.adjacency.colIdx.length]).toEqual([2, 2, 0]);
  });
  test.each([
    ['without a header', '1,2,x\n0,-1.5,y\n', {}],
    ['a header, said', HEADED, { header: true }],
    ['no header, said', '1,2,x\n0,-1.5,y\n', { header: false }],
    ['tabs', HEADED.replaceAll(',', '\t'), { tabs: true }],
    ['tabs, recognised', HEADED.replaceAll(',', '\t'), {}],
    ['semicolons', HEADED.replaceAll(',', ';'), {}],
    ['a name with a semicolon', HEADED.replace('b', 'b;'), {}],
    ['names with many semicolons', HEADED.replace('b', ';;;;b;;;;;'), {}],
    ['a name with a comma', HEADED.replace('b', '"b, too"'), {}],
    [
      'empty lines, carriage returns, a byte order mark',
      `\uFEFF\r\n${HEADED.replaceAll('\n', '\r\n\r\n')}`,
      {},
    ],
    ['spaces', HEADED.replaceAll(',', ' , '), {}],
    ['a stray header', `a,class\n1,2,x\n0,-1.5,y\n`, {}],
    ['a stray header with numbers, said', `2,2,x,y\n1,2,x\n0,-1.5,y\n`, { header: true }],
    ['label by name', 'class,a,b\nx,1,2\ny,0,-1.5\n', { label: 'class' }],
    ['label by position', 'class,a,b\nx,1,2\ny,0,-1.5\n', { label: 0 }],
    ['label by position without a header', 'x,1,2\ny,0,-1.5\n', { label: 0 }],
    [
      'columns ignored by name and position',
      'id,a,n,b,class\nq,1,?,2,x\nr,0,!,-1.5,y\n',
      { ignore: [0, 'n'] },
    ],
  ])('%s', (_, text, options) => {
    expect(rows(read(text, options))).toEqual(EXPECTED);
  });
  test('names that are numbers are names', () => {
    const text = '7,8,label\n1,2,x\n3,4,y\n';
    expect(rows(read(text, { header: true, label: '8', ignore: ['label'] }))).toEqual([
      [[1], [3]],
      [2, 4],
    ]);
    // Where it is not said, they are data: rows are not dropped on a guess.
    expect(read(text).labels).toEqual(['label', 'x', 'y']);
  });
  test('labels are numbers where all of them are', () => {
    expect(read('1,0\n2,1\n3,1\n').labels).toEqual([0, 1, 1]);
    expect(read('1,0\n2,b\n3,1\n').labels).toEqual(['0', 'b', '1']);
  });
});

test.each([
  ['a cell that is no number', 'a,c\n1,x\n?,y\n', {}, 'csv-number table:3'],
  ['an empty cell', 'a,c\n1,x\n,y\n', {}, 'csv-number table:3'],
  ['after an empty line', 'a,c\n1,x\n\nz,y\n', {}, 'csv-number table:4'],
  ['NaN', '1,x\nnan,y\n', {}, 'features-not-finite table:2'],
  ['infinite', '1,x\n-inf,y\n', {}, 'features-not-finite table:2'],
  ['the first row has a gap', '?,1,x\n2,3,y\n', {}, 'csv-number table:1'],
  ['a header, though it is denied', HEADED, { header: false }, 'csv-number table:1'],
  ['no label', '1,x\n2,\n', {}, 'labels-invalid table:2'],
  ['a cell too many', '1,x\n2,y\n3,4,x\n', {}, 'csv-columns table:3'],
  ['the first row is short', '3\n1,x\n2,y\n', {}, 'csv-columns table:1'],
  ['a header alone', 'a,b\n', { header: true }, 'csv-empty table:1'],
  ['nothing', '\n\n', {}, 'csv-empty table:1'],
  ['an open quote', 'a,b\n1,"x\n', {}, 'csv-syntax table:2'],
  ['no such name', HEADED, { label: 'klass' }, 'unknown-column dataset.label'],
  ['no such position', HEADED, { label: 3 }, 'unknown-column dataset.label'],
  ['a name of a stray header', 'id,c\n1,2,x\n3,4,y\n', { label: 'c' }, 'unknown-column dataset.label'],
  ['a name without a header', '1,2,x\n3,4,y\n', { ignore: [0, 'c'] }, 'unknown-column dataset.ignore.1'],
  ['a name of two columns', 'a,a,c\n1,2,x\n3,4,y\n', { ignore: ['a'] }, 'ambiguous-column dataset.ignore.0'],
  ['the label ignored', HEADED, { ignore: ['a', 2] }, 'label-ignored dataset.ignore.1'],
  ['no features left', HEADED, { ignore: ['a', 'b'] }, 'features-missing dataset.table'],
])('%s', (_, text, options, expected) => {
  expect(failure(text, options)).toBe(expected);
});

test('messages say what to do', () => {
  const message = (text: string, options: Partial<TableOptions>): string => {
    try {
      read(text, options);
    } catch (error) {
      return String(error);
    }
    return '';
  };
  expect(message(HEADED, { label: 'klass' })).toContain('`a`, `b`, `class`, or positions from 0 to 2');
  expect(message('id,c\n1,2,x\n3,4,y\n', { label: 'c' })).toContain('give one of the positions from 0 to 2');
  expect(message('1,2\n1,2,x\n3,4,y\n', {})).toContain('write `header: true`');
  expect(message('a,c\n1,x\n,y\n', {})).toContain('`a` is empty here');
});

test('the delimiter is the one of most lines', () => {
  expect(recognisedDelimiter('a;b;c,d\n1;2;3\n4;5;6\n')).toBe(';');
  expect(recognisedDelimiter('one\ntwo\n')).toBe(',');
  expect(recognisedDelimiter('"a;b;c",d\n"e;f;g",h\n')).toBe(',');
  expect(recognisedDelimiter('')).toBe(',');
  expect([isTabbed('a/B.TSV'), isTabbed('a.tab'), isTabbed('a.csv')]).toEqual([true, true, false]);
});
