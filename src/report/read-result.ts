import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS, MEGABYTE, howToRaise } from '../core/limits';
import type { Result } from './result';
import { isResult } from './shapes/result-shape';

/** A result as a file has it, or why it is none. */
export type ReadResult =
  | { readonly kind: 'result'; readonly result: Result }
  /** `value` is there where the file is JSON and yet no result. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly value?: unknown };

/** Reads a result that `--json` wrote, or somebody else. */
export function readResult(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): ReadResult {
  const parsed = jsonIn(bytes, limits);
  if (typeof parsed === 'string') return { kind: 'refused', code: 'not-json', message: parsed };
  const { value } = parsed;
  if (isResult(value)) return { kind: 'result', result: value };
  const message = 'it is no result of `flipcert certify --json`.';
  return { kind: 'refused', code: 'not-a-result', message, value };
}

/** The value, or why there is none. */
export function jsonIn(bytes: Uint8Array, { resultSize }: Limits): { readonly value: unknown } | string {
  if (bytes.length > resultSize * MEGABYTE)
    return `it is larger than ${resultSize} MB. ${howToRaise('resultSize')}`;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return 'it is not UTF-8 text.';
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    if (at === undefined) return 'it is no JSON: it ends too early, or is empty.';
    const before = text.slice(0, Number(at)).split('\n');
    return `it is no JSON: line ${before.length}, column ${(before.at(-1) ?? '').length + 1}.`;
  }
}
