import type { Shape } from './target';
import { ATOMS } from './atoms';
import { zipChange } from './zip-change';

/** Draws from 0 up to 1. */
export type Random = () => number;

export const below = (next: Random, end: number): number => Math.floor(next() * end);
export const oneOf = <T>(next: Random, items: readonly T[]): T => items[below(next, items.length)];

/** Inputs never grow beyond this, so that what takes long takes it by itself. */
export const MOST_BYTES = 300_000;

type Change = (input: Uint8Array, next: Random, other: Uint8Array) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes `from` to `to` replaced. */
function replaced(input: Uint8Array, from: number, to: number, part: Uint8Array): Uint8Array {
  return joined(input.subarray(0, from), part, input.subarray(to));
}

const flipBit: Change = (input, next) => {
  const out = input.slice();
  if (out.length > 0) out[below(next, out.length)] ^= 1 << below(next, 8);
  return out;
};
const setByte: Change = (input, next) => {
  const out = input.slice();
  if (out.length > 0)
    out[below(next, out.length)] = oneOf(next, [0, 1, 0x7f, 0x80, 0xff, 10, 13, 34, 44, 58]);
  return out;
};
const cut: Change = (input, next) => {
  const from = below(next, input.length + 1);
  return replaced(input, from, Math.min(input.length, from + 1 + below(next, 64)), new Uint8Array(0));
};
const truncate: Change = (input, next) => input.slice(0, below(next, input.length + 1));
const double: Change = (input, next) => {
  const from = below(next, input.length + 1);
  const part = input.subarray(from, from + 1 + below(next, 200));
  return replaced(input, from, from, joined(...Array.from({ length: 1 + below(next, 20) }, () => part)));
};
const splice: Change = (input, next, other) => {
  const from = below(next, other.length + 1);
  const part = other.subarray(from, from + below(next, 300));
  const at = below(next, input.length + 1);
  return replaced(input, at, Math.min(input.length, at + below(next, 100)), part);
};
/** A number of 2, 4 or 8 bytes, as lengths, counts and offsets are. */
const setField: Change = (input, next) => {
  const out = input.slice();
  const size = oneOf(next, [2, 4, 8]);
  if (out.length < size) return out;
  const view = new DataView(out.buffer);
  const at = below(next, out.length - size + 1);
  const value = oneOf(next, [
    0n,
    1n,
    2n,
    0x7fn,
    0xffn,
    0xffffn,
    0x7fffffffn,
    0xffffffffn,
    2n ** 60n,
    2n ** 63n - 1n,
    BigInt(below(next, 4096)),
  ]);
  if (size === 2) view.setUint16(at, Number(value & 0xffffn), next() < 0.8);
  else if (size === 4) view.setUint32(at, Number(value & 0xffffffffn), next() < 0.8);
  else view.setBigUint64(at, value, next() < 0.8);
  return out;
};

/** A word, or a number, of the text gives way to one of the format's own. */
const setWord =
  (shape: Shape): Change =>
  (input, next) => {
    // One letter for each byte, so that places are those of the bytes.
    const text = Array.from(input, (byte) => String.fromCharCode(byte)).join('');
    const words = [...text.matchAll(/[\w.+-]+|[^\w\s]/g)];
    if (words.length === 0) return encoded(oneOf(next, ATOMS[shape]));
    const { index, 0: word } = oneOf(next, words);
    return replaced(input, index, index + word.length, encoded(oneOf(next, ATOMS[shape])));
  };
const insertWord =
  (shape: Shape): Change =>
  (input, next) => {
    const at = below(next, input.length + 1);
    return replaced(input, at, at, encoded(oneOf(next, ATOMS[shape])));
  };
/** Thousands of the same: depth, length, width. */
const pile =
  (shape: Shape): Change =>
  (input, next) => {
    const at = below(next, input.length + 1);
    const word = oneOf(next, ATOMS[shape]);
    const times = 1 << below(next, 17);
    return replaced(
      input,
      at,
      at,
      encoded(word.repeat(Math.min(times, Math.ceil(MOST_BYTES / (word.length || 1))))),
    );
  };
const moveLine: Change = (input, next) => {
  const lines = new TextDecoder().decode(input).split('\n');
  const [line] = lines.splice(below(next, lines.length), 1);
  lines.splice(
    below(next, lines.length + 1),
    0,
    next() < 0.5 ? line : `${' '.repeat(below(next, 6))}${line}`,
  );
  return encoded(lines.join('\n'));
};

const BYTES: readonly Change[] = [flipBit, setByte, cut, truncate, double, splice, setField];
const CHANGES: Readonly<Record<Shape, readonly Change[]>> = {
  zip: [...BYTES, zipChange, zipChange, zipChange, zipChange, zipChange, zipChange],
  npy: [...BYTES, setWord('npy'), setWord('npy'), insertWord('npy')],
  csv: [
    flipBit,
    setByte,
    cut,
    truncate,
    double,
    splice,
    setWord('csv'),
    insertWord('csv'),
    pile('csv'),
    moveLine,
  ],
  yaml: [
    setByte,
    cut,
    truncate,
    double,
    splice,
    setWord('yaml'),
    setWord('yaml'),
    insertWord('yaml'),
    insertWord('yaml'),
    pile('yaml'),
    moveLine,
  ],
  json: [
    setByte,
    cut,
    double,
    splice,
    setWord('json'),
    setWord('json'),
    setWord('json'),
    insertWord('json'),
    pile('json'),
  ],
};

/** One to several changes at an input. @param other another input of the same reader */
export function mutate(input: Uint8Array, other: Uint8Array, shape: Shape, next: Random): Uint8Array {
  let out = input;
  // An archive that was changed in several places is seldom one still.
  for (let left = 1 << below(next, shape === 'zip' ? 2 : 3); left > 0; left--)
    out = oneOf(next, CHANGES[shape])(out, next, other);
  return out.length > MOST_BYTES ? out.slice(0, MOST_BYTES) : out;
}

/** The array changes of a member are made of. */
export function mutateArray(array: Uint8Array, next: Random): Uint8Array {
  return oneOf(next, CHANGES.npy)(array, next, array);
}
