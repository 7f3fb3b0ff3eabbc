import type { Label } from '../core/graph/raw';
import { DataError } from './errors';
import { shown } from '../core/shown';
import type { Limits } from '../core/limits';
import type { NpyHeader } from './npy';
import { npyHeader, npyNumbers, npyTexts } from './npy';
import { openZip } from './zip';
import { UnpackBudget } from './unpack-budget';

/** The arrays of an `.npz` archive by name, without `.npy`; each member is unpacked once. */
export interface Arrays {
  readonly names: readonly string[];
  has(name: string): boolean;
  header(name: string): NpyHeader;
  numbers(name: string): Float64Array;
  texts(name: string): string[];
}

/** What a text takes besides its letters. */
const TEXT_BYTES = 32;

/** @throws DataError where the bytes are no such archive; later, where a member is read and broken. */
export function openArrays(bytes: Uint8Array, limits: Limits): Arrays {
  const zip = openZip(bytes);
  const budget = new UnpackBudget(bytes.length, limits);
  const read = new Map<string, { readonly bytes: Uint8Array; readonly header: NpyHeader }>();
  const open = (name: string): { readonly bytes: Uint8Array; readonly header: NpyHeader } => {
    let array = read.get(name);
    if (array === undefined) {
      const path = `${name}.npy`;
      budget.take(name, zip.size(path));
      const member = zip.read(path);
      array = { bytes: member, header: npyHeader(member, name) };
      budget.take(name, decodedBytes(array.header));
      read.set(name, array);
    }
    return array;
  };
  const names = zip.names.filter((name) => name.endsWith('.npy')).map((name) => name.slice(0, -4));
  const known = new Set(names);
  return {
    names,
    has: (name) => known.has(name),
    header: (name) => open(name).header,
    numbers: (name) => npyNumbers(open(name).bytes, open(name).header, name),
    texts: (name) => npyTexts(open(name).bytes, open(name).header, name),
  };
}

/** Bytes that the items of an array take once they are numbers or texts. */
function decodedBytes({ kind, count, itemSize }: NpyHeader): number {
  if (kind === 'pickled' || kind === 'other') return 0;
  return kind === 'text' ? count * (TEXT_BYTES + itemSize / 2) : count * Float64Array.BYTES_PER_ELEMENT;
}

/** The file lacks an array that it needs. */
export function missing(arrays: Arrays, what: string, members: string): DataError {
  const found =
    arrays.names.length === 0
      ? 'no arrays'
      : arrays.names
          .slice(0, 20)
          .map((name) => shown(name))
          .join(', ');
  return new DataError('npz-member-missing', `The file has no ${what}: expected ${members}, found ${found}.`);
}

/** Members that hold pickled objects, which are never read. */
export function pickledNames(arrays: Arrays): string[] {
  return arrays.names.filter((name) => arrays.header(name).kind === 'pickled');
}

/** `labels`, one for each of n nodes. @throws DataError `npz-member-missing`, `graph-shape`, `labels-invalid`. */
export function readLabels(arrays: Arrays, n: number): readonly Label[] {
  if (!arrays.has('labels')) throw missing(arrays, 'labels', '`labels`');
  const header = arrays.header('labels');
  if (header.shape.length !== 1 || header.count !== n) {
    const text = `\`labels\` has the shape (${shown(header.shape.join(', '))}); ${n} nodes need one label each.`;
    throw new DataError('graph-shape', text);
  }
  if (header.kind === 'text') return arrays.texts('labels');
  const labels = Array.from(arrays.numbers('labels'));
  const rounded = ['int', 'uint'].includes(header.kind)
    ? labels.findIndex((label) => !Number.isSafeInteger(label))
    : -1;
  if (rounded >= 0) {
    const text = `The label of node ${rounded} is beyond 2^53, where neighbouring numbers cannot be told apart; save labels as texts or smaller numbers.`;
    throw new DataError('labels-invalid', text);
  }
  const bad = labels.findIndex((label) => !Number.isFinite(label));
  if (bad >= 0)
    throw new DataError(
      'labels-invalid',
      `The label of node ${bad} is ${labels[bad]}; it must be a number or a text.`,
    );
  return labels;
}
