import type { Checked } from './check';
import type { SoakCase } from './case';

/** A difference in words: what failed, and the smallest case as a test to be put into test/property. */
export function failureText(
  seed: number,
  { method, message }: NonNullable<Checked['difference']>,
  least: SoakCase,
): string {
  const { labelled, tests, signs, ...rest } = least;
  const rows = (of: SoakCase['tests']): string[] => of.map((row) => `      ${JSON.stringify(row)},`);
  const fields = Object.entries(rest).map(([key, value]) => `    ${key}: ${JSON.stringify(value)},`);
  const test = [
    "import { expect, it } from 'vitest';",
    "import { loadMilpSolver } from '../../src/jobs/highs';",
    "import { check } from '../soak/check';",
    "import { METHODS } from '../soak/methods';",
    "import { compiledFlip } from '../support/flip';",
    "import { wasm } from '../support/programs';",
    '',
    `it('soak, seed ${seed}: every method gives the truth', async () => {`,
    '  const engines = { flip: await compiledFlip(), milp: await loadMilpSolver(wasm), pools: [] };',
    '  const least = {',
    '    labelled: [',
    ...rows(labelled),
    '    ],',
    '    tests: [',
    ...rows(tests),
    '    ],',
    `    signs: ${JSON.stringify(signs)},`,
    ...fields,
    '  };',
    '  expect((await check(least, METHODS, engines)).difference).toBeNull();',
    '});',
  ];
  const size = `${labelled.length} labelled, ${tests.length} test nodes, ${least.classes} classes`;
  return [
    `Seed ${seed}, method "${method}": ${message}`,
    `The smallest case that fails (${size}):`,
    '',
    ...test,
    '',
  ].join('\n');
}
