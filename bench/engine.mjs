/** Section `engine`: the flip engine alone, warm, the plain one against the compiled one. */
import { coraMl, hasCora } from './cases.mjs';
import { program } from './program.mjs';
import { seconds, table } from './table.mjs';

const RUNS = 3;

export async function engines(folder) {
  if (!hasCora('The flip engine')) return;
  const run = await program(folder, 'engine.ts');
  const rows = [];
  for (const [name, test, threads] of [
    ['50', '50', 1],
    ['50', '50', 2],
    ['1,215', 'rest', 1],
    ['1,215', 'rest', 2],
  ]) {
    const answers = run(coraMl({ labelled: 10, test, certify: '{ budgets: all }' }), threads, RUNS);
    const compiled = answers[1];
    for (const one of answers)
      rows.push([
        name,
        String(threads),
        one.engine,
        seconds(one.seconds),
        seconds(one.cpuSeconds),
        `${(one.rate / 1e6).toFixed(2)} million`,
        (one.cpuSeconds / compiled.cpuSeconds).toFixed(2),
      ]);
  }
  const headings = ['test nodes', 'threads', 'engine', 'on the clock', 'processor'];
  console.log(table([...headings, 'label vectors per processor second', 'processor, times'], rows));
}
