/** Section `kernels`: seconds and memory of a kernel against nodes and edges, each in a process of its own. */
import { coraMl, hasCora } from './cases.mjs';
import { program } from './program.mjs';
import { seconds, spread, table } from './table.mjs';

/** Turns of a case, each a new process; of one that takes longer than this, a single one. */
const RUNS = 3;
const LONG = 5;

const THREADS = [1, 2];

/** Name, classes, model. */
const CORA = [
  ['Cora-ML, two classes', 'largest-two', 'architecture: gcn, depth: 1'],
  ['Cora-ML', 'all', 'architecture: gcn, depth: 1'],
  ['Cora-ML', 'all', 'architecture: gcn, depth: 2'],
  ['Cora-ML', 'all', 'architecture: appnp'],
];

/** Nodes, edges, features, labelled, test. */
const RANDOM = [
  [10_000, 100_000, 128, 100, 1000],
  [100_000, 1_000_000, 128, 100, 1000],
];

export async function kernels(folder) {
  const run = await program(folder, 'kernels.ts');
  const rows = [];
  const measure = (name, model, file, ...numbers) => {
    for (const threads of THREADS) {
      const turns = [];
      do turns.push(run(file, threads, ...numbers));
      while (turns.length < RUNS && turns[0].seconds < LONG);
      rows.push(cells(name, model, threads, turns));
    }
  };
  if (hasCora('Cora-ML'))
    for (const [name, classes, model] of CORA)
      measure(
        name,
        model,
        coraMl({
          classes,
          labelled: 10,
          test: 'rest',
          models: `{ model: { ${model}, C: 0.075 } }`,
          certify: '{ budgets: { flips: [1] } }',
        }),
      );
  const model = 'architecture: gcn, depth: 1';
  const file = `dataset: { generate: karate }
split: { labelled: { per-class: 5 }, seed: 0 }
models: { model: { ${model}, C: 1 } }
certify: { budgets: { flips: [1] } }
`;
  for (const numbers of RANDOM) measure('random', model, file, ...numbers);
  const headings = ['graph', 'model', 'nodes', 'edges', 'features', 'labelled', 'test'];
  headings.push('threads', 'on the clock', 'processor');
  console.log(table([...headings, 'peak memory', 'of it before', 'told beforehand'], rows));
}

function cells(name, model, threads, turns) {
  const [{ nodes, edges, features, labelled, test, foretold }] = turns;
  const median = (of) => spread(turns.map(of)).median;
  return [
    name,
    model.replaceAll('architecture: ', ''),
    ...[nodes, edges, features, labelled, test].map((count) => count.toLocaleString('en')),
    String(threads),
    seconds(median((turn) => turn.seconds)),
    seconds(median((turn) => turn.processor)),
    ...[median((turn) => turn.peak), median((turn) => turn.before), foretold].map(
      (megabytes) => `${megabytes.toFixed(0)} MB`,
    ),
  ];
}
