import { DataError } from './errors';
import { shown } from '../core/shown';

/**
 * Reader of numpy's `.npy` arrays, versions 1 to 3. Written here, and not taken from npyjs, because that one takes
 * the header's word for the shape, reads big-endian data as little-endian and knows no text arrays.
 * Pickled arrays (dtype O) are recognised and never decoded.
 */
export interface NpyHeader {
  /** `pickled`: Python objects. `other`: structured and other types that are not read. */
  readonly kind: 'int' | 'uint' | 'float' | 'bool' | 'text' | 'pickled' | 'other';
  /** numpy's descr, e.g. `<f4`. */
  readonly type: string;
  readonly littleEndian: boolean;
  /** Bytes of one item; for text four for each character. */
  readonly itemSize: number;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Number of items: the product of the shape. */
  readonly count: number;
  /** Where the items begin. */
  readonly offset: number;
}

/** As in numpy: no array of numbers needs more. */
const MAX_HEADER = 10_000;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const KINDS: Readonly<Record<string, NpyHeader['kind']>> = {
  i: 'int',
  u: 'uint',
  f: 'float',
  b: 'bool',
  U: 'text',
  O: 'pickled',
};

function corrupt(name: string, what: string): DataError {
  return new DataError('npz-corrupt', `The array \`${shown(name)}\` cannot be read: ${what}.`);
}

/**
 * Header of one array, checked against the size of the data behind it.
 * @param name of the member, for messages.
 * @throws DataError `npz-corrupt`, `npz-truncated`.
 */
export function npyHeader(bytes: Uint8Array, name: string): NpyHeader {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw corrupt(name, 'it does not begin as a .npy array does');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) throw corrupt(name, `its format version ${version} is unknown`);
  if (version > 1 && bytes.length < 12) throw corrupt(name, 'its header is cut off');
  const start = version === 1 ? 10 : 12;
  const offset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (offset > bytes.length) throw corrupt(name, 'its header is cut off');
  if (offset - start > MAX_HEADER) throw corrupt(name, `its header is longer than ${MAX_HEADER} bytes`);
  const text = new TextDecoder().decode(bytes.subarray(start, offset));
  const header = { ...parsedHeader(text, name), offset };
  const { kind, count, itemSize } = header;
  const available = bytes.length - offset;
  if (kind !== 'pickled' && kind !== 'other' && count * itemSize !== available) {
    const needed = `its shape (${shown(header.shape.join(', '))}) needs ${count * itemSize} bytes and it has ${available}`;
    throw new DataError('npz-truncated', `The array \`${shown(name)}\` is not whole: ${needed}.`);
  }
  return header;
}

function parsedHeader(text: string, name: string): Omit<NpyHeader, 'offset'> {
  if (!/^\s*\{.*\}\s*$/s.test(text)) throw corrupt(name, 'its header is no dictionary');
  const order = /'fortran_order'\s*:\s*(True|False)\b/.exec(text);
  const dims = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (order === null || dims === null || !/'descr'\s*:/.test(text)) {
    throw corrupt(name, 'its header lacks `descr`, `fortran_order` or `shape`');
  }
  const shape = dims[1]
    .split(',')
    .map((word) => word.trim().replace(/L$/, ''))
    .filter((word) => word !== '')
    .map(Number);
  const count = shape.reduce((product, length) => product * length, 1);
  if (!Number.isSafeInteger(count)) throw corrupt(name, 'its shape is too large');
  const descr = /'descr'\s*:\s*'([<>|=])([a-zA-Z])(\d*)'/.exec(text);
  const fortranOrder = order[1] === 'True';
  if (descr === null) {
    const type = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1] ?? 'structured';
    return { kind: 'other', type, littleEndian: true, itemSize: 0, fortranOrder, shape, count };
  }
  const [, endian, letter, digits] = descr;
  const units = Number(digits);
  return {
    kind: kindOf(letter, units),
    type: `${endian}${letter}${digits}`,
    // `|` and `=` stand for one byte and for the machine's order, which is little-endian wherever this runs.
    littleEndian: endian !== '>',
    itemSize: letter === 'U' ? 4 * units : units,
    fortranOrder,
    shape,
    count,
  };
}

function kindOf(letter: string, size: number): NpyHeader['kind'] {
  const kind = KINDS[letter] ?? 'other';
  // Texts of no characters take no bytes, so the size of the data could not bound their number.
  if (kind === 'text' && size === 0) return 'other';
  const sizes: Partial<Record<NpyHeader['kind'], readonly number[]>> = {
    int: [1, 2, 4, 8],
    uint: [1, 2, 4, 8],
    float: [4, 8],
    bool: [1],
  };
  return sizes[kind] === undefined || sizes[kind].includes(size) ? kind : 'other';
}

/** Reader of one number at a byte offset. Integers of 8 bytes are rounded beyond 2^53. */
function numberAt(view: DataView, header: NpyHeader): ((at: number) => number) | null {
  const little = header.littleEndian;
  switch (`${header.kind}${header.itemSize}`) {
    case 'int1':
      return (at) => view.getInt8(at);
    case 'int2':
      return (at) => view.getInt16(at, little);
    case 'int4':
      return (at) => view.getInt32(at, little);
    case 'int8':
      return (at) =>
        view.getInt32(little ? at + 4 : at, little) * 2 ** 32 + view.getUint32(little ? at : at + 4, little);
    case 'uint1':
    case 'bool1':
      return (at) => view.getUint8(at);
    case 'uint2':
      return (at) => view.getUint16(at, little);
    case 'uint4':
      return (at) => view.getUint32(at, little);
    case 'uint8':
      return (at) =>
        view.getUint32(little ? at + 4 : at, little) * 2 ** 32 + view.getUint32(little ? at : at + 4, little);
    case 'float4':
      return (at) => view.getFloat32(at, little);
    case 'float8':
      return (at) => view.getFloat64(at, little);
    default:
      return null;
  }
}

function unread(name: string, header: NpyHeader): DataError {
  const what =
    header.kind === 'pickled'
      ? 'pickled Python objects, which are never read'
      : `the type ${shown(header.type)}`;
  return new DataError(
    'npz-unsupported',
    `The array \`${shown(name)}\` holds ${what}; save it as plain numbers.`,
  );
}

/**
 * The numbers of an array in C order (the last index runs fastest).
 * @throws DataError `npz-unsupported` where they are no numbers.
 */
export function npyNumbers(bytes: Uint8Array, header: NpyHeader, name: string): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + header.offset);
  const read = numberAt(view, header);
  if (read === null) throw unread(name, header);
  const values = new Float64Array(header.count);
  for (let i = 0; i < values.length; i++) values[i] = read(i * header.itemSize);
  return header.fortranOrder ? cOrder(values, header.shape) : values;
}

/** Items of a Fortran-ordered array of two dimensions moved to C order; other shapes are as they are. */
function cOrder(values: Float64Array, shape: readonly number[]): Float64Array {
  if (shape.length !== 2) return values;
  const [rows, cols] = shape;
  const moved = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) moved[i * cols + j] = values[j * rows + i];
  return moved;
}

/** The texts of a `U` array, without the zeros that pad them. @throws DataError `npz-unsupported`, `npz-corrupt`. */
export function npyTexts(bytes: Uint8Array, header: NpyHeader, name: string): string[] {
  if (header.kind !== 'text') throw unread(name, header);
  const view = new DataView(bytes.buffer, bytes.byteOffset + header.offset);
  const texts: string[] = [];
  for (let i = 0; i < header.count; i++) {
    const start = i * header.itemSize;
    let end = start + header.itemSize;
    while (end > start && view.getUint32(end - 4, header.littleEndian) === 0) end -= 4;
    let text = '';
    for (let at = start; at < end; at += 4) {
      const point = view.getUint32(at, header.littleEndian);
      if (point > 0x10ffff) throw corrupt(name, 'it holds what is no Unicode text');
      text += String.fromCodePoint(point);
    }
    texts.push(text);
  }
  return texts;
}
