/**
 * Bounds on what is read from files: whoever wrote a file may mean harm, or have made a mistake. Every refusal names
 * the bound and how to raise it.
 */
export interface Limits {
  /** Megabytes of one data file. */
  readonly dataFileSize: number;
  /** Megabytes that the arrays of one `.npz` file may take in memory. */
  readonly unpackedSize: number;
  /** How many times its own size an `.npz` file may take in memory; `UNPACKED_FREELY` it may always. */
  readonly unpackRatio: number;
  /** Cells of one CSV file. */
  readonly csvCells: number;
  /** Columns of a feature matrix. */
  readonly featureColumns: number;
  /** Kilobytes of one configuration, dataset or model file. */
  readonly configurationSize: number;
  /** Values in one configuration, those of aliases counted wherever they are used. */
  readonly configurationValues: number;
  /** Keys of one mapping of a configuration. */
  readonly configurationKeys: number;
  /** Mappings and lists inside each other in a configuration. */
  readonly configurationDepth: number;
  /** Megabytes of one result. */
  readonly resultSize: number;
}

export type LimitName = keyof Limits;

export const DEFAULT_LIMITS: Limits = {
  dataFileSize: 1024,
  unpackedSize: 4096,
  unpackRatio: 100,
  csvCells: 5_000_000,
  featureColumns: 10_000_000,
  configurationSize: 128,
  configurationValues: 50_000,
  configurationKeys: 2_000,
  configurationDepth: 100,
  resultSize: 256,
};

export const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as readonly LimitName[];

export const KILOBYTE = 2 ** 10;
export const MEGABYTE = 2 ** 20;

/** Bytes that any `.npz` file may take in memory, however small it is. */
export const UNPACKED_FREELY = 128 * MEGABYTE;

/** A limit as the command line writes it. */
export function limitOption(name: LimitName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The end of every message about a limit. */
export function howToRaise(name: LimitName): string {
  return `Where you trust the file, raise the setting \`flipcert.limits.${name}\`, on the command line \`--max ${limitOption(name)}=N\`.`;
}

/** The limits with some replaced; what is no limit, or no positive whole number, is left out. */
export function limitsWith(given: Readonly<Partial<Record<LimitName, unknown>>>): Limits {
  const own = LIMIT_NAMES.flatMap((name) => {
    const value = given[name];
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
      ? [[name, value] as const]
      : [];
  });
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(own) };
}
