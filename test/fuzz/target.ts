/** One reader under attack. */
export interface Target {
  readonly name: string;
  /** Sound inputs to begin with. */
  readonly seeds: () => Promise<readonly Uint8Array[]> | readonly Uint8Array[];
  readonly shape: Shape;
  /** How often `read` reads the input, by different means; 1 where it is absent. Each may take its time. */
  readonly readings?: number;
  /**
   * Reads one input as the product does. What a reader refuses is an outcome; whatever it throws beyond that is a
   * failure.
   */
  readonly read: (input: Uint8Array) => Promise<Outcome> | Outcome;
}

/** What mutators may know of an input. */
export type Shape = 'zip' | 'npy' | 'csv' | 'yaml' | 'json';

export type Outcome = 'read' | readonly Refusal[];

/** What a reader says of an input that it does not take. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Counted from 0; null where the whole file, or the array that the message names, is meant. */
  readonly line: number | null;
}

/** Longest message that can still be read. */
const MOST_LETTERS = 2_000;

/** What is wrong with a refusal; null where it can be shown to a user. */
export function faultOf({ code, message, line }: Refusal, input: Uint8Array): string | null {
  if (!/^[a-z]+(-[a-zA-Z]+)*$/.test(code) || code === 'internal') return `no code of ours: ${code}`;
  if (message.trim() === '' || message.length > MOST_LETTERS)
    return `a message of ${message.length} letters under ${code}`;
  if (line === null) return null;
  // A place after the last line break counts, and so does the line after it.
  let lines = 2;
  for (const byte of input) if (byte === 10 || byte === 13) lines++;
  return Number.isSafeInteger(line) && line >= 0 && line <= lines ? null : `no line of the file: ${line}`;
}
