import { Ajv2020 } from 'ajv/dist/2020.js';
import resultSchema from '../../schemas/result.schema.json';
import type { Result } from '../../src/report/result';
import type { Claims } from '../../src/verify/claims';
import type { Effort } from '../../src/verify/explore';
import { verifyResult } from '../../src/verify/verify';
import type { Genuine } from './result';
import { npz } from '../fixtures/npz';
import { random } from './random';

const ALL: Effort = { limit: 1_000_000, sample: null, seed: 0 };

export function verified({ result, source }: Genuine, effort: Partial<Effort> = {}): Claims {
  return verifyResult(result, source, { ...ALL, ...effort }, () => undefined);
}

/** Whether a result is refuted, by the schema or by a claim. */
export function refuter(): (genuine: Genuine) => boolean {
  const fits = new Ajv2020({ allErrors: true, strictTypes: false, allowUnionTypes: true }).compile(
    resultSchema,
  );
  return (genuine) => !fits(genuine.result) || verified(genuine).total('refuted') > 0;
}

/** What was not simply right, in words. */
export function remarks(claims: Claims): string[] {
  return claims.remarks.map(
    ({ outcome, kind, where, message }) => `${outcome}: ${kind}, ${where}: ${message}`,
  );
}

/** The result after a change of its own. */
export function changed(genuine: Genuine, change: (result: Result) => void): Genuine {
  const result = JSON.parse(JSON.stringify(genuine.result)) as Result;
  change(result);
  return { ...genuine, result };
}

/** Rows of two or three clouds of points. */
export function tableText(classes: number, rows: number): string {
  const next = random(classes * 31 + rows);
  const lines = Array.from({ length: rows }, (_, i) => {
    const label = i % classes;
    const cells = [0, 1, 2].map((k) => ((k === label ? 1 : 0) + next() - 0.5).toFixed(4));
    return [...cells, `c${label}`].join(',');
  });
  return ['a,b,c,label', ...lines, ''].join('\n');
}

/** A kernel of random features with labels, as a file. */
export function kernelFile(n: number): Uint8Array {
  const next = random(n);
  const features = Array.from({ length: n }, (_, i) =>
    Array.from({ length: 6 }, (__, k) => (k === i % 2 ? 0.8 : 0) + next() - 0.4),
  );
  const K = features.flatMap((a) => features.map((b) => a.reduce((sum, v, k) => sum + v * b[k], 0)));
  return npz({
    K: { type: '<f8', shape: [n, n], data: K },
    labels: { type: '<i8', shape: [n], data: features.map((_, i) => i % 2) },
  });
}
