import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workplace } from './support';
import type { Workplace } from './support';

/** Far from saturation, so that the flip sets have to be walked. */
const WALKED = `dataset: { generate: karate }
split: { labelled: { per-class: 5 }, seed: 3 }
models:
  GCN: { architecture: gcn, C: 2 }
  SGC: { architecture: sgc, C: 2 }
certify: { budgets: all }
`;

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
  await place.write('walked.flipcert.yaml', WALKED);
});
afterAll(() => place.remove());

const withoutTimes = (json: string): string => json.replace(/"seconds": [^,\n]+/g, '"seconds": 0');

it('walks in WebAssembly, and in TypeScript where that is missing: it says so, and the answers are the same', async () => {
  const certify = async (json: string) => {
    const { status, stderr } = await place.run(['certify', 'walked.flipcert.yaml', '--json', json]);
    expect(status).toBe(0);
    const text = await readFile(join(place.folder, json), 'utf8');
    expect(text).toContain('"method": "flip engine"');
    return { text: withoutTimes(text), notes: stderr.match(/.*plain TypeScript.*/g) };
  };
  const compiled = await certify('compiled.json');
  await rm(join(place.folder, 'dist', 'flip.wasm'));
  const plain = await certify('plain.json');
  expect(compiled.notes).toBeNull();
  // Once, not once for each model.
  expect(plain.notes).toHaveLength(1);
  expect(plain.text).toBe(compiled.text);
});
