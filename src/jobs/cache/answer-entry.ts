import { resolve } from 'node:path';
import type { Diagnostic, Fix } from '../../core/errors';
import type { DatasetDescription } from '../../prepare/summary';
import type { Picture } from '../../report/picture';
import type { Result } from '../../report/result';
import { digestOf, digestOfFile } from '../../prepare/digest';
import { isPicture } from '../../report/shapes/picture-shape';
import { jsonBytes, jsonOf } from '../../report/shapes/json';
import { isResult } from '../../report/shapes/result-shape';
import {
  either,
  isFinite,
  isText,
  listOf,
  objectOf,
  oneOf,
  whole,
  optional,
} from '../../report/shapes/shape';
import type { Shape } from '../../report/shapes/shape';

/** A file that was read, and what stood in it. */
export interface ReadFile {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly digest: string;
}

/** All that a run gave, and the files that it depends on besides the configuration. */
export interface Answer {
  readonly files: readonly ReadFile[];
  readonly dataset: DatasetDescription;
  /** What the run said of its own accord. */
  readonly notes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly result: Result;
  readonly picture: Picture;
}

/** What a run is about, apart from the files that its configuration names. */
export interface Asked {
  /** As the user gave it: diagnostics and the result name it so. */
  readonly file: string;
  readonly model: string | null;
}

/** @param text digest of the bytes of the configuration */
export function answerKey(code: string, { file, model }: Asked, text: string): string {
  return digestOf(['answer', code, file, resolve(file), model, text]);
}

/** Whether each file still holds what it held. */
export async function sameFiles(files: readonly ReadFile[]): Promise<boolean> {
  const same = await Promise.all(
    files.map(async ({ path, digest }) => (await digestOfFile(path)) === digest),
  );
  return same.every(Boolean);
}

export function answerBytes(answer: Answer): Uint8Array {
  return jsonBytes(answer);
}

/** Null where it is no answer about this file. */
export function answerFrom(bytes: Uint8Array, { file }: Asked): Answer | null {
  const answer = jsonOf(bytes, isAnswer);
  return answer?.result.config === file ? answer : null;
}

const count = whole(0);
const isDescription = objectOf<DatasetDescription>({
  nodes: count,
  edges: count,
  classes: listOf(
    objectOf<DatasetDescription['classes'][number]>({
      label: (value): value is string | number => isText(value) || isFinite(value),
      nodes: count,
    }),
  ),
  isolated: count,
  labelled: count,
  test: count,
  kernelBytes: isFinite,
});
const isPath = listOf(either<string, number>(isText, count));
const isFix: Shape<Fix> = (value): value is Fix =>
  objectOf<Fix & { kind: 'replace' }>({ kind: oneOf<'replace'>('replace'), text: isText })(value) ||
  objectOf<Fix & { kind: 'add-key' }>({ kind: oneOf<'add-key'>('add-key'), path: isPath, key: isText })(
    value,
  ) ||
  objectOf<Fix & { kind: 'add-item' }>({ kind: oneOf<'add-item'>('add-item'), path: isPath, text: isText })(
    value,
  ) ||
  objectOf<Fix & { kind: 'remove' }>({ kind: oneOf<'remove'>('remove'), path: isPath })(value) ||
  objectOf<Fix & { kind: 'round' }>({
    kind: oneOf<'round'>('round'),
    flips: count,
    labelled: count,
    text: isText,
  })(value);
const isDiagnostic = objectOf<Diagnostic>({
  code: isText,
  message: isText,
  severity: oneOf<Diagnostic['severity']>('error', 'warning', 'information'),
  file: isText,
  range: objectOf<Diagnostic['range']>({
    startLine: count,
    startColumn: count,
    endLine: count,
    endColumn: count,
  }),
  fixes: optional(listOf(isFix)),
});
const isAnswer: Shape<Answer> = objectOf<Answer>({
  files: listOf(objectOf<ReadFile>({ path: isText, digest: isText })),
  dataset: isDescription,
  notes: listOf(isText),
  diagnostics: listOf(isDiagnostic),
  result: isResult,
  picture: isPicture,
});
