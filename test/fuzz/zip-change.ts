import { inflateSync, zipSync } from 'fflate';
import type { Random } from './mutators';
import { below, mutateArray, oneOf } from './mutators';

const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;

/** A change that an archive survives as an archive: a field of its directory, or one of its arrays. */
export function zipChange(input: Uint8Array, next: Random): Uint8Array {
  return next() < 0.25 ? fieldChanged(input, next) : arrayChanged(input, next);
}

function fieldChanged(input: Uint8Array, next: Random): Uint8Array {
  const out = input.slice();
  const view = new DataView(out.buffer);
  const records: (readonly [at: number, fields: readonly number[]])[] = [];
  for (let at = 0; at + 22 <= out.length; at++) {
    const mark = view.getUint32(at, true);
    if (mark === END) records.push([at, [8, 10, 12, 16, 20]]);
    else if (at + 46 <= out.length && mark === DIRECTORY)
      records.push([at, [8, 10, 16, 20, 24, 28, 30, 32, 42]]);
    else if (at + 30 <= out.length && mark === LOCAL) records.push([at, [6, 8, 14, 18, 22, 26, 28]]);
  }
  if (records.length === 0) return out;
  const [at, fields] = oneOf(next, records);
  const field = at + oneOf(next, fields);
  const value = oneOf(next, [
    0,
    1,
    8,
    9,
    0xffff,
    0x7fffffff,
    0xffffffff,
    below(next, out.length + 1),
    2 ** 28,
    view.getUint16(field, true) + 1,
  ]);
  if (next() < 0.5 || field + 4 > out.length) view.setUint16(field, value & 0xffff, true);
  else view.setUint32(field, value, true);
  return out;
}

function arrayChanged(input: Uint8Array, next: Random): Uint8Array {
  const members = membersOf(input);
  const names = Object.keys(members);
  if (names.length === 0) return input;
  const name = oneOf(next, names);
  const kind = below(next, 6);
  if (kind === 0) delete members[name];
  else if (kind === 1) members[oneOf(next, names)] = members[name];
  else if (kind === 2)
    members[
      oneOf(next, [
        'labels.npy',
        'adj.npy',
        'attr.npy',
        'K.npy',
        '__proto__.npy',
        'constructor.npy',
        `${'n'.repeat(500)}.npy`,
      ])
    ] = members[name];
  // A bomb: a long run of zeros, or of the array's own end.
  else if (kind === 3) {
    const bomb = new Uint8Array(Math.min(2 ** (10 + below(next, 15)), 2 ** 24));
    bomb.set(members[name].subarray(0, Math.min(128, bomb.length)));
    members[name] = bomb;
  } else members[name] = mutateArray(members[name], next);
  for (const long of Object.keys(members).filter(({ length }) => length > 60_000)) delete members[long];
  return zipSync(members, { level: next() < 0.5 ? 0 : 6 });
}

/** The members of an archive that can be read. */
function membersOf(input: Uint8Array): Record<string, Uint8Array> {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const members = Object.create(null) as Record<string, Uint8Array>;
  for (let at = 0; at + 30 <= input.length; at++) {
    if (view.getUint32(at, true) !== LOCAL) continue;
    const method = view.getUint16(at + 8, true);
    const packed = view.getUint32(at + 18, true);
    const nameLength = view.getUint16(at + 26, true);
    const start = at + 30 + nameLength + view.getUint16(at + 28, true);
    if (start + packed > input.length) continue;
    const name = new TextDecoder().decode(input.subarray(at + 30, at + 30 + nameLength));
    const bytes = input.subarray(start, start + packed);
    try {
      members[name] = method === 0 ? bytes.slice() : inflateSync(bytes);
    } catch {
      continue;
    }
  }
  return members;
}
