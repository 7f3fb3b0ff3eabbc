/** Results as the command line gives them: what the panel shows of several seeds is too much to be made up. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../../src/report/result';
import { workplace } from '../../cli/support';

/** The paper's splits of the karate club, one model with the clipped kernel, one whose C is chosen. */
export const SEEDS = `
dataset: { generate: karate }
split: { protocol: qpcert, per-class: 4, seeds: [0, 1, 2], test: 12 }
models:
  GCN: { architecture: gcn, normalization: row, ntk: qpcert, C: [0.1, 2] }
  SGC: { architecture: sgc, normalization: row, C: 0.5 }
  Deep: { architecture: gcn, depth: 2, normalization: row, choose-C: { values: [0.01, 0.1, 1], folds: 4 } }
certify: { kinds: [sample-wise, collective], budgets: { flips: [1, 2, 3, 4, 5, 6, 7, 8] } }
`;

/** Forty models of one family. */
export const SWEEP = `
dataset: { generate: karate }
split: { labelled: { per-class: 4 }, test: rest, seeds: [0, 1] }
models:
  GCN: { architecture: gcn, normalization: row, depth: [1, 2, 3, 4, 5], C: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30] }
certify: { kinds: [sample-wise, collective], budgets: all }
`;

/** Certifies each of the configurations. */
export async function certifyTexts(...texts: readonly string[]): Promise<Result[]> {
  const place = await workplace();
  try {
    const results: Result[] = [];
    for (const [i, text] of texts.entries()) {
      const name = await place.write(`${i}.flipcert.yaml`, text);
      const ended = await place.run(['certify', name, '--json', `${i}.json`, '--quiet']);
      if (ended.status !== 0) throw new Error(`flipcert ended with ${ended.status}:\n${ended.stderr}`);
      results.push(JSON.parse(await readFile(join(place.folder, `${i}.json`), 'utf8')) as Result);
    }
    return results;
  } finally {
    await place.remove();
  }
}

/** The result of its first seed, as though it were the only one. */
export function firstSplit({ flipcert, config, dataset, models }: Result): Result {
  return { flipcert, config, dataset, models };
}
