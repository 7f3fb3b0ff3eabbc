/** `npm run fuzz -- [--inputs N] [--seed S] [--reader NAME]`: mutated inputs for every reader; see test/FUZZ.md. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzzed } from './run';
import { TARGETS } from './targets';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '60000' },
    seed: { type: 'string', default: '1' },
    reader: { type: 'string', multiple: true },
  },
});
const known = TARGETS.map(({ name }) => name);
const targets = values.reader ?? known;
const unknown = targets.filter((name) => !known.includes(name));
const each = Math.ceil(Number(values.inputs) / targets.length);
const seed = Number(values.seed);
if (unknown.length > 0 || !(each > 0) || !Number.isSafeInteger(seed)) {
  console.error(`npm run fuzz -- [--inputs N] [--seed S] [--reader NAME]; readers: ${known.join(', ')}`);
  process.exit(2);
}
const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url));
const columns = (cells: readonly (string | number)[]): string =>
  cells.map((cell, i) => (i === 0 ? String(cell).padEnd(12) : String(cell).padStart(10))).join('');
console.log(`seed ${seed}, ${each} inputs for each reader\n`);
console.log(columns(['reader', 'read', 'refused', 'corpus', 'slowest', 'memory']));
let total = 0;
const failure = await fuzzed({
  worker,
  targets,
  inputs: each,
  seed,
  told: (target, { read, refused, corpus, slowest, memory }) => {
    total += read + refused;
    const cells = [
      target,
      read,
      refused,
      corpus,
      `${Math.round(slowest)} ms`,
      `${Math.round(memory / 2 ** 20)} MB`,
    ];
    console.log(columns(cells));
  },
});
if (failure === null) console.log(`\n${total} inputs, no failure.`);
else {
  const file = `fuzz-${failure.target}.bin`;
  writeFileSync(file, failure.input);
  console.error(`\n${failure.target}: ${failure.failure}\n`);
  console.error(JSON.stringify(Buffer.from(failure.input).toString('latin1').slice(0, 2_000)));
  console.error(`\n${failure.input.length} bytes, in ${file}`);
}
process.exitCode = failure === null ? 0 : 1;
