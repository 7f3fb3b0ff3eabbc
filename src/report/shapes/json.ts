import type { Shape } from './shape';

/** The JSON in some bytes, where it is of this shape; null where it is not, or is no JSON. */
export function jsonOf<T>(bytes: Uint8Array, shape: Shape<T>): T | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return shape(value) ? value : null;
  } catch {
    return null;
  }
}

export function jsonBytes(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'utf8');
}
