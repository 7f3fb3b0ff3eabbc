/** What two runs were made of, and what of it is not the same. Pure. */
import { basename } from 'node:path';
import { configurationDifferences } from '../../config/differences';
import type { RunDifference } from '../../report/panel-state';
import type { RunHead } from './runHead';

type Made = Pick<RunHead, 'text' | 'data' | 'extension' | 'code'>;

/** Words for what cannot be shown as it stands. */
export interface DifferenceWords {
  /** The name of what is certified, e.g. "text". */
  readonly text: string;
  readonly extension: string;
  readonly code: string;
  readonly unknown: string;
}

/** Digits of a hash that are shown. */
const SHORT = 8;

/** From the first run to the second. */
export function runDifferences(first: Made, second: Made, words: DifferenceWords): readonly RunDifference[] {
  const keys = configurationDifferences(first.text, second.text);
  const configuration: readonly RunDifference[] =
    keys?.map((difference) => ({ kind: 'configuration', ...difference })) ??
    (first.text === second.text
      ? []
      : [{ kind: 'configuration', key: words.text, from: words.unknown, to: words.unknown }]);
  return [
    ...configuration,
    ...dataDifferences(first, second, words),
    ...versionDifferences(first, second, words),
  ];
}

function dataDifferences(first: Made, second: Made, words: DifferenceWords): RunDifference[] {
  const shown = (hash: string | null | undefined): string | null =>
    hash === undefined ? null : hash === null ? words.unknown : hash.slice(0, SHORT);
  const before = new Map(first.data.map(({ path, sha256 }) => [path, sha256]));
  const after = new Map(second.data.map(({ path, sha256 }) => [path, sha256]));
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((path) => {
    const from = before.get(path);
    const to = after.get(path);
    // Two files that nobody knows the state of are not known to be the same.
    if (from === to && from !== null) return [];
    return [{ kind: 'data' as const, key: basename(path), from: shown(from), to: shown(to) }];
  });
}

function versionDifferences(first: Made, second: Made, words: DifferenceWords): RunDifference[] {
  const lines: readonly (readonly [string, string, string])[] = [
    [words.extension, first.extension, second.extension],
    [words.code, first.code.slice(0, SHORT), second.code.slice(0, SHORT)],
  ];
  return lines
    .filter(([, from, to]) => from !== to)
    .map(([key, from, to]) => ({ kind: 'version', key, from, to }));
}
