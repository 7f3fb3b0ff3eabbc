/** Checks of values that come from a file: each says whether a value is of a type, all the way down. */

export type Shape<T> = (value: unknown) => value is T;

export const isText: Shape<string> = (value) => typeof value === 'string';
export const isTruth: Shape<boolean> = (value) => typeof value === 'boolean';
export const isFinite: Shape<number> = (value): value is number => Number.isFinite(value);

/** A whole number within bounds, both included. */
export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): Shape<number> =>
  (value): value is number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;

export const oneOf =
  <T extends string | number | boolean>(...values: readonly T[]): Shape<T> =>
  (value): value is T =>
    values.some((known) => known === value);

export const either =
  <A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> =>
  (value): value is A | B =>
    a(value) || b(value);

export const orNull = <T>(shape: Shape<T>): Shape<T | null> => either(shape, isNull);

const isNull: Shape<null> = (value) => value === null;

/** @param length where it is known */
export const listOf =
  <T>(shape: Shape<T>, length?: number): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && (length === undefined || value.length === length) && value.every(shape);

/** Two numbers, the first no larger. */
export const isInterval: Shape<readonly [number, number]> = (value): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isFinite) && value[0] <= value[1];

/** A key that may be absent. */
export interface Optional<T> {
  readonly optional: Shape<T>;
}

export const optional = <T>(shape: Shape<T>): Optional<T> => ({ optional: shape });

/** For each key of T its shape: a key that T does not have, or that is left out here, does not compile. */
export type Fields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Optional<Exclude<T[K], undefined>> : Shape<T[K]>;
};

/** Exactly these keys: one more, and it is another type. */
export function objectOf<T extends object>(fields: Fields<T>): Shape<T> {
  const known = Object.entries<Shape<unknown> | Optional<unknown>>(fields);
  return (value): value is T => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const object = value as Readonly<Record<string, unknown>>;
    for (const [key, shape] of known) {
      const present = Object.hasOwn(object, key);
      if (
        typeof shape === 'function'
          ? !present || !shape(object[key])
          : present && !shape.optional(object[key])
      )
        return false;
    }
    return Object.keys(object).every((key) => Object.hasOwn(fields, key));
  };
}

/** At least these keys, of these shapes, where there may be more. A shape of what is absent sees `undefined`. */
export const having =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const object = value as Readonly<Record<string, unknown>>;
    return Object.entries(fields).every(([key, check]) => check(object[key]));
  };

/** Says of a value no more than yes or no. */
export type Check = (value: unknown) => boolean;
