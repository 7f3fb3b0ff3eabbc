import { npy, npz, sparseMembers } from '../fixtures/npz';
import type { ArraySpec } from '../fixtures/npz';
import { karateExperiment } from '../fixtures/experiment';
import { semlExperiment } from '../fixtures/seml';
import { kernelFile, tableText } from '../support/verified';

/** Sound inputs of every reader, small enough that a change hits something. */

const EDGES = [
  [0, 1, 1],
  [1, 0, 1],
  [1, 2, 2],
  [2, 3, 1],
  [4, 4, 1],
] as const;
const FEATURES = [
  [0, 0, 1],
  [1, 2, 0.5],
  [2, 1, 3],
  [4, 2, 1],
] as const;
const NUMBERS: ArraySpec = { type: '<i8', shape: [5], data: [0, 1, 0, 1, 1] };
const TEXTS: ArraySpec = { type: '<U3', shape: [5], data: ['ab', 'c', 'ab', 'c', 'c'] };
const DENSE: ArraySpec = {
  type: '<f8',
  shape: [3, 3],
  data: [0, 1, 0, 1, 0, 2, 0, 2, 0],
  fortranOrder: true,
};

const bytes = (texts: readonly string[]): Uint8Array[] => texts.map((text) => new TextEncoder().encode(text));

export function graphFiles(): Uint8Array[] {
  const dotted = { ...sparseMembers('adj_matrix.', [5, 5], EDGES), labels: NUMBERS };
  const both = { ...dotted, ...sparseMembers('attr_matrix.', [5, 3], FEATURES), labels: TEXTS };
  const small = sparseMembers('adj_', [5, 5], EDGES, { data: '<i2', index: '>i4' });
  const pickled = new TextEncoder().encode(
    "\x93NUMPY\x01\x00v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".padEnd(128),
  );
  pickled[0] = 0x93;
  return [
    npz(dotted),
    npz(both, 'deflated'),
    npz({ ...small, labels: { type: '|u1', shape: [5], data: [1, 2, 3, 1, 2] }, extra: pickled }),
    npz({ adj: DENSE, labels: { type: '<f4', shape: [3], data: [0, 1, 1] }, attr: DENSE }, 'deflated'),
  ];
}

export function kernelFiles(): Uint8Array[] {
  const small = {
    K: { ...DENSE, data: [2, 1, 0, 1, 2, 1, 0, 1, 2] },
    labels: { ...TEXTS, shape: [3], data: ['a', 'b', 'a'] },
  };
  return [kernelFile(6), npz(small, 'deflated'), npz(small)];
}

export function arrays(): Uint8Array[] {
  const types = ['<i4', '>i8', '|u1', '<u8', '<f4', '>f8', '|b1'];
  return [
    ...types.map((type) => npy({ type, shape: [2, 2], data: [0, 1, 1, 0] })),
    npy({ ...DENSE, version: 2 }),
    npy({ ...TEXTS, version: 3 }),
    npy({ ...TEXTS, type: '>U3' }),
  ];
}

export function tables(): Uint8Array[] {
  return bytes([
    tableText(2, 8),
    'a;b;label\n1;2.5;"x ""y"""\r\n-3e-2;.5;z\n',
    '1\t2\t0\n3\t4\t1\n\n5\tnan\t1\n',
    '"a","b\nc",d\n1,2,0\n3,4,1\n',
  ]);
}

export function edgesAndNodes(): Uint8Array[] {
  return bytes([
    'source,target,weight\na,b,1\nb,c,2.5\0id,label,x\na,0,1\nb,1,2\nc,1,3\n',
    '0,1\n1,2\n2,0\n\0label;f1;f2\nx;1;2\ny;3;4\nx;5;6\n',
    'from\tto\n7\t8\n\0node\tclass\n7\t"p"\n8\t"q"\n',
  ]);
}

/** Files that the configurations name. */
export function dataFiles(): Readonly<Record<string, string | Uint8Array>> {
  const [edges, nodes] = new TextDecoder().decode(edgesAndNodes()[0]).split('\0');
  return {
    't.csv': tableText(2, 30),
    'g.npz': graphFiles()[1],
    'k.npz': kernelFile(20),
    'e.csv': edges,
    'n.csv': nodes,
    'm.model.yaml': 'architecture: sgc\ndepth: 2\nC: 1\n',
  };
}

export function configurations(): Uint8Array[] {
  return bytes([
    karateExperiment(),
    karateExperiment({
      dataset: '{ table: t.csv, label: label, ignore: [a], header: true }',
      models:
        '{ MLP: { architecture: mlp, C: [0.1, 1], activation: relu }, "O\\x41": &m { architecture: mlp, C: 2 } }',
      split: '{ labelled: [0, 1, 2, 3], test: 10, seed: 3 }',
    }),
    karateExperiment({ dataset: '{ graph: g.npz, classes: all }', split: '{ labelled: { per-class: 1 } }' }),
    karateExperiment({
      dataset: '{ graph: { edges: e.csv, nodes: n.csv } }',
      split: '{ labelled: [0, 1], test: rest }',
      models: '{ A: m.model.yaml }',
    }),
    karateExperiment({
      dataset: '{ kernel: k.npz }',
      models: '{ K: { choose-C: { values: [0.1, 1], folds: 2 } } }',
    }),
    [
      '# Everything in block style',
      'dataset:',
      '  generate: { csbm: { nodes: 60, p: 0.2, q: 0.05, K: 1.5, sigma: 1, seed: 1 } }',
      '  classes: all',
      'split:',
      '  labelled: { per-class: 4 }',
      '  seeds: [0, 1]',
      'models:',
      '  GCN: &gcn',
      '    architecture: gcn',
      '    C: 0.1',
      '    depth: 2',
      '  Other: *gcn',
      'certify:',
      '  kinds: [sample-wise, collective]',
      '  budgets: [0.1, 20%, 1]',
      '  trusted: [0]',
      '  time-limit: 60s',
      'expect:',
      '  - { model: GCN, kind: collective, budget: 0.1, certified-ratio: ">= 0.5" }',
    ].join('\n'),
  ]);
}

export function semlExperiments(): Uint8Array[] {
  const grid = [
    'grid:',
    '  model_params:',
    '    depth: { type: choice, options: [1, 2] }',
    '    regularizer: { type: range, min: 0.1, max: 0.5, step: 0.1, zip_id: a }',
    'sub:',
    '  fixed: { data_params.specification.seed: 3 }',
    '  inner: { grid: { seed: { type: choice, options: [0, 1] } } }',
  ].join('\n');
  return bytes([
    semlExperiment(),
    semlExperiment({ rest: grid }),
    semlExperiment({
      data: 'dataset: csbm',
      specification: 'n_trn_labeled: 20, n_test: 10, n_val: 10, sigma: 1e-1, K: "1_0", seed: [1, 2]',
    }),
  ]);
}
