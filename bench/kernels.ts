/**
 * One kernel in a process of its own, and the most memory that the process came to. `bench/kernels.mjs` bundles and
 * starts it.
 *
 *     node kernels.mjs FILE DIST THREADS [NODES EDGES FEATURES LABELLED TEST]
 *
 * With numbers, the model of the file is taken to a random graph of that size in place of the file's.
 */
import type { NetworkSpec } from '../src/config/experiment';
import type { Dataset, Split } from '../src/core/graph/dataset';
import { undirected } from '../src/core/graph/raw';
import { seededRandom } from '../src/core/graph/random';
import { gaussians } from '../src/core/graph/sampling';
import { kernelBytes } from '../src/core/kernel/size';
import { kernelRequest, sharedData } from '../src/jobs/kernel-request';
import { WorkerPool, workerFiles } from '../src/jobs/pool';
import { nodeFiles } from '../src/prepare/files';
import { openExperiment } from '../src/prepare/open';

const SEED = 0;

interface Subject {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly model: NetworkSpec;
}

async function fromFile(file: string): Promise<Subject> {
  const { experiment, dataset, splits } = await openExperiment(file, null, nodeFiles());
  const model = experiment?.models[0];
  if (!dataset || !splits || !model || model.architecture === 'kernel')
    throw new Error(`${file} has no kernel to form.`);
  return { dataset, split: splits[0].split, model };
}

/** Edges between nodes drawn at random, each pair at most once; every feature of every node a Gaussian. */
function randomDataset(nodes: number, edges: number, features: number): Dataset {
  const random = seededRandom(SEED);
  const pairs = new Set<number>();
  while (pairs.size < edges) {
    const [a, b] = [random.below(nodes), random.below(nodes)];
    if (a !== b) pairs.add(Math.min(a, b) * nodes + Math.max(a, b));
  }
  const source = Int32Array.from(pairs, (pair) => Math.floor(pair / nodes));
  const target = Int32Array.from(pairs, (pair) => pair % nodes);
  return {
    name: 'random',
    adjacency: undirected(nodes, source, target, new Float64Array(edges).fill(1)),
    features: {
      rows: nodes,
      cols: features,
      rowPtr: Int32Array.from({ length: nodes + 1 }, (_, i) => i * features),
      colIdx: Int32Array.from({ length: nodes * features }, (_, at) => at % features),
      values: gaussians(random, nodes * features),
    },
    labels: Int32Array.from({ length: nodes }, (_, i) => i % 2),
    classes: [0, 1],
    ids: Int32Array.from({ length: nodes }, (_, i) => i),
  };
}

/** For a kernel that takes no time. */
function tiny(): Dataset {
  return randomDataset(2, 1, 1);
}

/** The first nodes: they are as random as any. */
function firstNodes(labelled: number, test: number): Split {
  const from = (start: number, count: number): Int32Array =>
    Int32Array.from({ length: count }, (_, i) => start + i);
  return { labelled: from(0, labelled), test: from(labelled, test) };
}

function megabytes(bytes: number): number {
  return bytes / 2 ** 20;
}

/** Of this process so far. */
function peak(): number {
  return megabytes(1024 * process.resourceUsage().maxRSS);
}

const [file, dist, threads, ...numbers] = process.argv.slice(2);
const [nodes, edges, features, labelled, test] = numbers.map(Number);
const written = await fromFile(file);
const { model } = written;
const { dataset, split }: Omit<Subject, 'model'> =
  numbers.length === 0
    ? written
    : { dataset: randomDataset(nodes, edges, features), split: firstNodes(labelled, test) };
const pool = new WorkerPool(Number(threads), workerFiles(dist));
// The threads are there before the kernel begins.
await pool.kernel(kernelRequest(tiny(), [{ labelled: Int32Array.of(0), test: Int32Array.of(1) }], model));
const before = peak();
const { user, system } = process.cpuUsage();
const began = performance.now();
const blocks = await pool.kernel(kernelRequest(sharedData(dataset), [split], model));
const elapsed = (performance.now() - began) / 1000;
const spent = process.cpuUsage({ user, system });
await pool.dispose();
if (blocks === null) throw new Error('The kernel was not formed.');
console.log(
  JSON.stringify({
    nodes: dataset.ids.length,
    edges: dataset.adjacency.values.length / 2,
    features: dataset.features.cols,
    labelled: split.labelled.length,
    test: split.test.length,
    seconds: elapsed,
    processor: (spent.user + spent.system) / 1e6,
    before,
    peak: peak(),
    foretold: megabytes(kernelBytes(dataset, [split], model)),
  }),
);
