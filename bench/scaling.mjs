/** Section `scaling`: seconds of a certification against the number of labels and of flips; kernels not counted. */
import { coraMl, hasCora } from './cases.mjs';
import { program } from './program.mjs';
import { seconds, table } from './table.mjs';

const THREADS = 2;
/** Seconds that a certification may take. */
const LIMIT = 75;
const RUNS = 3;
const SINGLE = 'single nodes';
const BOTH = 'both kinds';
const KINDS = { [SINGLE]: '[sample-wise]', [BOTH]: '[sample-wise, collective]' };

/** Labels of each class, largest number of flips (null: all), kinds, C. */
const CASES = [
  [10, null, BOTH, 0.075],
  [20, null, SINGLE, 0.075],
  [30, 5, SINGLE, 0.075],
  [30, null, SINGLE, 0.075],
  [50, 4, SINGLE, 0.075],
  [50, 5, SINGLE, 0.075],
  [50, 5, SINGLE, 0.01],
];

export async function scaling(folder) {
  const run = await program(folder, 'scaling.ts');
  const rows = [];
  const measure = (name, m, flips, kinds, configuration) =>
    rows.push([
      name,
      String(m),
      flips === null ? 'all' : String(flips),
      kinds,
      ...cells(run(configuration, THREADS, LIMIT, RUNS)),
    ]);
  if (hasCora('Cora-ML'))
    for (const [perClass, flips, kinds, C] of CASES)
      measure(
        `Cora-ML, C = ${C}`,
        2 * perClass,
        flips,
        kinds,
        coraMl({
          labelled: perClass,
          test: 50,
          models: `{ GCN: { architecture: gcn, C: ${C} } }`,
          certify: certify(flips, kinds),
        }),
      );
  const saturated = `dataset: { generate: csbm }
split: { labelled: { per-class: 20 }, test: 50, seed: 0 }
models: { GCN: { architecture: gcn, C: 0.001 } }
certify: ${certify(null, BOTH)}
`;
  measure('CSBM, C = 0.001, saturated', 40, null, BOTH, saturated);
  const headings = [
    'GCN, 50 test nodes',
    'm',
    'flips up to',
    'asked',
    'seconds',
    'sets covered',
    'sets visited',
  ];
  console.log(table(headings, rows));
}

function certify(flips, kinds) {
  const budgets =
    flips === null ? 'all' : `{ flips: [${Array.from({ length: flips }, (_, k) => k + 1).join(', ')}] }`;
  return `{ kinds: ${KINDS[kinds]}, budgets: ${budgets} }`;
}

/** What the time limit ended has no time of its own. */
function cells({ seconds: taken, runs, status, sets }) {
  const time = `${seconds(taken)}${runs > 1 ? '' : ', once'}`;
  const text = { expired: `> ${LIMIT} s`, bracket: `${time}, not exact`, exact: time }[status];
  return [text, sets.covered, sets.visited].map((cell) => (typeof cell === 'number' ? many(cell) : cell));
}

/** The saturated branch and bound counts no sets. */
function many(sets) {
  if (sets === 0) return '-';
  return sets < 1e6 ? sets.toLocaleString('en') : sets.toExponential(1);
}
