import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { randomNormal, setBackend, tensor2d, matMul } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../src/config/experiment';
import type { Dataset, Split } from '../../src/core/graph/dataset';
import { csrIdentity, csrFromDense } from '../../src/core/linalg/csr';
import { solveBoxQp } from '../../src/core/svm/box-qp';
import { modelKernels } from '../../src/jobs/kernel-request';
import { openExperiment } from '../../src/prepare/open';
import { nodeFiles } from '../../src/prepare/files';
import { startBackend } from '../../src/width/backend';
import { FiniteNetwork } from '../../src/width/network';
import { networkPlan, usedColumns, whyNot } from '../../src/width/plan';
import type { NetworkPlan } from '../../src/width/plan';
import { train } from '../../src/width/train';
import type { Trainable } from '../../src/width/train';

const WASM = join(
  dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')),
  'tfjs-backend-wasm-simd.wasm',
);

interface Opened {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly models: readonly NetworkSpec[];
}

async function opened(models: string, dataset = '{ csbm: { nodes: 60, seed: 1 } }'): Promise<Opened> {
  const text = `dataset: { generate: ${dataset} }
split: { labelled: { per-class: 5 }, test: 15 }
models: ${models}
`;
  const { experiment, ...rest } = await openExperiment('f.flipcert.yaml', text, nodeFiles());
  if (experiment === null || rest.dataset === null || rest.splits === null)
    throw new Error(JSON.stringify(rest.diagnostics));
  return {
    dataset: rest.dataset,
    split: rest.splits[0].split,
    models: experiment.models as readonly NetworkSpec[],
  };
}

function labelsOf({ dataset, split }: Opened): Int8Array {
  return Int8Array.from(split.labelled, (row) => (dataset.labels[row] === 1 ? 1 : -1));
}

function plans({ dataset, split }: Opened, model: NetworkSpec): [NetworkPlan, NetworkPlan] {
  const columns = usedColumns(dataset, model, Int32Array.from([...split.labelled, ...split.test]));
  return [
    networkPlan(dataset, model, split.labelled, columns),
    networkPlan(dataset, model, split.test, columns),
  ];
}

/** Decisions of the kernel machine on the test nodes. */
function kernelMachine(of: Opened, model: NetworkSpec): { kernel: Float64Array; decisions: number[] } {
  const [{ labelled, test }] = modelKernels(of.dataset, [of.split], model);
  const y = labelsOf(of);
  const z = solveBoxQp(labelled, y, model.C as number);
  const decisions = Array.from(of.split.test, (_, t) =>
    z.reduce((sum, v, j) => sum + v * test[t * y.length + j], 0),
  );
  return { kernel: labelled, decisions };
}

function apart(a: ArrayLike<number>, b: readonly number[]): number {
  const squares = b.reduce((sum, v, t) => sum + (a[t] - v) ** 2, 0);
  return Math.sqrt(squares / b.reduce((sum, v) => sum + v ** 2, 0));
}

beforeAll(() => startBackend(WASM));

describe('networks of finite width', () => {
  it('equal the kernel machine where they are linear in their weights', async () => {
    // SGC as it is mostly run: the propagated features, one linear layer. Its kernel is that of the deep linear network
    // of one hidden layer, but for the factor 2 that its two layers of weights make.
    const of = await opened('{ SGC: { architecture: sgc, normalization: row, C: 3 } }');
    const [model] = of.models;
    const { kernel, decisions } = kernelMachine(of, model);
    const [labelled, test] = plans(of, model).map((plan) => collapsed(plan));
    for (const C of [0.01, 3]) {
      const y = labelsOf(of);
      const network = linearNetwork(labelled, test);
      const { converged } = train(network, y, C, kernel, 1e-3);
      expect(converged).toBe(true);
      const z = solveBoxQp(kernel, y, C);
      const [{ test: R }] = modelKernels(of.dataset, [of.split], model);
      const exact = decisions.map((_, t) => z.reduce((sum, v, j) => sum + v * R[t * y.length + j], 0));
      expect(apart(network.decisions(), exact)).toBeLessThan(1e-3);
    }
  });

  const MODELS = `
  MLP: { architecture: mlp, C: 0.3 }
  GCN: { architecture: gcn, C: 0.3 }
  Deep: { architecture: gcn, depth: 2, normalization: symmetric, C: 0.3 }
  Linear: { architecture: gcn, activation: linear, depth: 2, C: 0.3 }
  SGC: { architecture: sgc, depth: 2, C: 0.3 }
  SAGE: { architecture: graphsage, C: 0.3 }
  DeepSAGE: { architecture: graphsage, depth: 2, C: 0.05 }
  GIN: { architecture: gin, C: 0.02 }
  APPNP: { architecture: appnp, teleport: 0.2, iterations: 4, C: 0.3 }
  PPNP: { architecture: ppnp, teleport: 0.3, C: 0.3 }
`;
  it('come nearer to the kernel machine of every architecture as they grow wider', async () => {
    const of = await opened(MODELS);
    const y = labelsOf(of);
    for (const model of of.models) {
      const { kernel, decisions } = kernelMachine(of, model);
      const [labelled, test] = plans(of, model);
      const difference = (width: number): number => {
        const seeds = [0, 1, 2];
        const all = seeds.map((seed) => {
          const network = new FiniteNetwork(labelled, test, width, seed);
          const { converged } = train(network, y, model.C as number, kernel);
          expect(converged, `${model.name} ${width}`).toBe(true);
          const found = apart(network.decisions(), decisions);
          network.dispose();
          return found;
        });
        return all.reduce((sum, d) => sum + d, 0) / seeds.length;
      };
      const [narrow, wide] = [difference(16), difference(512)];
      // 32 times the width: less than a fifth in the limit of many seeds.
      expect(wide, model.name).toBeLessThan(narrow / 2);
      expect(wide, model.name).toBeLessThan(0.15);
    }
  }, 240_000);

  it('are trained to a loss that plain subgradient descent does not go below', async () => {
    const of = await opened('{ GCN: { architecture: gcn, C: 0.5 } }');
    const [model] = of.models;
    const { kernel } = kernelMachine(of, model);
    const y = labelsOf(of);
    const C = 0.5;
    const [labelled, test] = plans(of, model);
    const network = new FiniteNetwork(labelled, test, 128, 0);
    const loss = (length: number): number =>
      length ** 2 / 2 + C * network.margins().reduce((sum, f, i) => sum + Math.max(0, 1 - y[i] * f), 0);
    network.reset();
    let plain = Infinity;
    for (let k = 1; k <= 1500; k++) {
      const f = network.margins();
      const pull = Float64Array.from(y, (label, i) => (label * f[i] < 1 ? C * label : 0));
      const { length } = network.step(pull, 1 / (k + 1));
      plain = Math.min(plain, loss(length));
    }
    train(network, y, C, kernel);
    const { length } = network.step(new Float64Array(y.length), 0);
    expect(loss(length)).toBeLessThan(plain * 1.002);
    expect(loss(length)).toBeGreaterThan(plain * 0.9);
    network.dispose();
  });

  it('do not depend on what was trained before', async () => {
    const of = await opened('{ GCN: { architecture: gcn, C: 1 } }');
    const [model] = of.models;
    const { kernel } = kernelMachine(of, model);
    const y = labelsOf(of);
    const network = new FiniteNetwork(...plans(of, model), 64, 5);
    train(network, y, 1, kernel);
    const first = network.decisions();
    train(
      network,
      y.map((label) => -label),
      1,
      kernel,
    );
    expect(network.decisions()).not.toEqual(first);
    train(network, y, 1, kernel);
    expect(network.decisions()).toEqual(first);
    network.dispose();
  });

  it('are refused where the certificate is of no network that can be trained here', async () => {
    const { models } = await opened(`
  Clipped: { architecture: gcn, ntk: qpcert, C: 1 }
  Skip: { architecture: gcn, skip: pc, C: 1 }
  Alpha: { architecture: gcn, skip: alpha, C: 1 }
  GCN: { architecture: gcn, C: 1 }
`);
    expect(models.map((model) => whyNot(model) !== null)).toEqual([true, true, true, false]);
  });

  it('look at no node outside of what their outputs reach', () => {
    const dataset: Dataset = {
      name: 'path',
      adjacency: csrFromDense(4, 4, [0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0]),
      features: csrIdentity(4),
      labels: Int32Array.from([0, 1, 0, 1]),
      classes: [0, 1],
      ids: Int32Array.from([0, 1, 2, 3]),
    };
    const spec = { architecture: 'mlp', keys: { activation: 'relu' } } as unknown as NetworkSpec;
    expect([...usedColumns(dataset, spec, Int32Array.from([1, 2]))]).toEqual([1, 2]);
    const gcn = {
      architecture: 'gcn',
      keys: { activation: 'relu', depth: 1, normalization: 'row', adjacencyWeight: 1 },
    } as unknown as NetworkSpec;
    expect([...usedColumns(dataset, gcn, Int32Array.from([0]))]).toEqual([0, 1, 2]);
  });
});

/** The features of a linear network's plan with every propagation applied, times √2. */
function collapsed({ input, propagations }: NetworkPlan): number[][] {
  let rows = Array.from({ length: input.rows }, (_, i) =>
    Array.from(input.values.subarray(i * input.cols, (i + 1) * input.cols)),
  );
  for (const p of propagations) {
    if (p === null) continue;
    const from = rows;
    rows = Array.from({ length: p.rows }, (_, i) =>
      from[0].map((_of, k) => from.reduce((sum, row, j) => sum + p.values[i * p.cols + j] * row[k], 0)),
    );
  }
  return rows.map((row) => row.map((v) => Math.SQRT2 * v));
}

/** f = X w, whose tangent kernel is X X' whatever w is. */
function linearNetwork(labelled: number[][], test: number[][]): Trainable {
  const d = labelled[0].length;
  let u = new Float64Array(d);
  let kept = u;
  const start = randomNormal([d, 1], 0, 1, 'float32', 3).dataSync();
  const run = (X: number[][]): Float64Array => {
    const of = (w: ArrayLike<number>): Float64Array =>
      Float64Array.from(matMul(tensor2d(X), tensor2d(Float32Array.from(w), [d, 1])).dataSync());
    const before = of(start);
    return of(Float64Array.from(u, (v, k) => v + start[k])).map((v, i) => v - before[i]);
  };
  const norm = (v: Float64Array): number => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  return {
    m: labelled.length,
    reset: () => (u = new Float64Array(d)),
    keep: () => (kept = u),
    restore: () => (u = kept),
    margins: () => run(labelled),
    decisions: () => run(test),
    step: (z, rate) => {
      const gradient = u.map((v, k) => v - labelled.reduce((sum, row, i) => sum + z[i] * row[k], 0));
      u = u.map((v, k) => v - rate * gradient[k]);
      return { length: norm(u), gradient: norm(gradient) };
    },
  };
}

it('runs on the WebAssembly backend', async () => {
  expect(await setBackend('wasm')).toBe(true);
});
