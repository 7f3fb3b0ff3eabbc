import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formKernel, kernelRequest, sharedData } from '../../src/jobs/kernel-request';
import { WorkerPool, workerFiles } from '../../src/jobs/pool';
import { nodeFiles } from '../../src/prepare/files';
import { openExperiment } from '../../src/prepare/open';
import type { KernelRequest } from '../../src/protocol/worker';
import { workplace } from './support';
import type { Workplace } from './support';

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
}, 60_000);
afterAll(() => place.remove());

/** Kernels of a random graph. */
async function requests(nodes: number, models: readonly string[]): Promise<KernelRequest[]> {
  const text = `dataset: { generate: { csbm: { nodes: ${nodes}, seed: 1 } } }
split: { labelled: { per-class: 10 }, test: rest }
models: { ${models.map((keys, i) => `M${i}: { ${keys}, C: 1 }`).join(', ')} }
`;
  const { experiment, dataset, splits } = await openExperiment(resolve('x.flipcert.yaml'), text, nodeFiles());
  if (experiment === null || dataset === null || splits === null) throw new Error('it must open');
  const data = sharedData(dataset);
  return experiment.models.map((model) => {
    if (model.architecture === 'kernel') throw new Error('no kernel is given here');
    return kernelRequest(
      data,
      splits.map(({ split }) => split),
      model,
    );
  });
}

describe('threads form kernels', () => {
  it('with the same bits whatever their number, several kernels at once', async () => {
    const asked = await requests(300, [
      'architecture: gcn',
      'architecture: gcn, depth: 3',
      'architecture: appnp',
      'architecture: mlp',
    ]);
    const expected = asked.map(formKernel);
    for (const threads of [1, 2, 3]) {
      const pool = new WorkerPool(threads, workerFiles(join(place.folder, 'dist')));
      expect(await Promise.all(asked.map((request) => pool.kernel(request)))).toEqual(expected);
      await pool.dispose();
    }
  }, 60_000);

  it('and leave off when cancelled, and can form it again', async () => {
    const [request] = await requests(1500, ['architecture: appnp']);
    const pool = new WorkerPool(2, workerFiles(join(place.folder, 'dist')));
    const kernel = pool.kernel(request);
    await new Promise((done) => setTimeout(done, 100));
    const began = performance.now();
    pool.cancel();
    expect(await kernel).toBeNull();
    expect(performance.now() - began).toBeLessThan(200);
    pool.resume();
    expect(await pool.kernel(request)).toEqual(formKernel(request));
    await pool.dispose();
  }, 60_000);
});
