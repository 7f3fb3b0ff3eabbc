/** Section `milp`: the flip engine against mixed-integer programs in HiGHS, the same small problems of Cora-ML. */
import { coraMl, hasCora } from './cases.mjs';
import { program } from './program.mjs';
import { seconds, table } from './table.mjs';

/** Labels, of two classes. */
const SIZES = [6, 8, 10, 12, 20];
const TEST = 4;
/** Seconds that a question may take. What does not end is not tried with more labels. */
const LIMIT = 20;
const RUNS = 3;
const BASE = 'WebAssembly, 1 thread';

export async function againstPrograms(folder) {
  if (!hasCora('MILP')) return;
  const run = await program(folder, 'milp.ts');
  const leftOut = { sampleWise: [], collective: [] };
  const cells = { sampleWise: new Map(), collective: new Map() };
  const levels = [];
  for (const [at, m] of SIZES.entries()) {
    const certify = '{ budgets: all }';
    const answer = run(
      coraMl({ labelled: m / 2, test: TEST, certify }),
      LIMIT,
      RUNS,
      JSON.stringify(leftOut),
    );
    levels.push(answer.level);
    for (const row of answer.rows) {
      const base = answer.rows.find(({ kind, name }) => kind === row.kind && name === BASE);
      const ofKind = cells[row.kind];
      if (!ofKind.has(row.name))
        ofKind.set(
          row.name,
          SIZES.map(() => 'not tried'),
        );
      ofKind.get(row.name)[at] = cell(row, base);
      if (row.seconds === null) leftOut[row.kind].push(row.method);
    }
  }
  console.log(`Radii of ${TEST} test nodes, each up to all labels; in brackets times the first line:\n`);
  print(
    SIZES.map((m) => `m = ${m}`),
    cells.sampleWise,
  );
  console.log('\nAll of them at once, under one number of flips:\n');
  print(
    SIZES.map((m, at) => `m = ${m}, ${levels[at]} flips`),
    cells.collective,
  );
  console.log(
    `\nWherever two answers are exact they are the same. "Not tried": it took more with fewer labels.`,
  );
}

/** A time that is not a result does not look like one. */
function cell({ seconds: taken, exact }, base) {
  if (taken === null) return `> ${LIMIT} s`;
  const ratio = taken / base.seconds;
  const text = `${seconds(taken)} (${ratio.toFixed(ratio < 1 ? 2 : ratio < 10 ? 1 : 0)})`;
  return exact ? text : `${text}, not exact`;
}

function print(headings, cells) {
  console.log(
    table(
      ['method', ...headings],
      Array.from(cells, ([name, row]) => [name, ...row]),
    ),
  );
}
