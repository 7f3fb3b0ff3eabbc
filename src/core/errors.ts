/**
 * Coded errors. An error is data: a stable code, a message that says what to do, and a place.
 * The mathematics knows no files, so its errors carry the *key* at fault; whoever knows the file
 * turns the key into a line and column.
 */

/** Half-open range in a text, lines and columns counted from 0 (as the language server protocol does). */
export interface SourceRange {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Severity = 'error' | 'warning' | 'information';

/** What would put a mistake right. Data: whoever knows the text turns it into an edit. */
export type Fix =
  /** Another text where the diagnostic stands: a key or a value that was mistyped. */
  | { readonly kind: 'replace'; readonly text: string }
  /** A key of the mapping at a path. */
  | { readonly kind: 'add-key'; readonly path: KeyPath; readonly key: string }
  /** One more item of the list at a path, which is made where there is none. */
  | { readonly kind: 'add-item'; readonly path: KeyPath; readonly text: string }
  /** The list item, or the key, at a path goes. */
  | { readonly kind: 'remove'; readonly path: KeyPath }
  /** A budget that allows this many flips of m labelled nodes. */
  | { readonly kind: 'round'; readonly flips: number; readonly labelled: number; readonly text: string };

/** One message about one place in one file: what the command line prints and the editor underlines. */
export interface Diagnostic {
  /** Stable, kebab-case, e.g. `unknown-key`. */
  readonly code: string;
  readonly message: string;
  readonly severity: Severity;
  /** Path of the file, as the user gave it or relative to the same base. */
  readonly file: string;
  readonly range: SourceRange;
  /** The likeliest one first. */
  readonly fixes?: readonly Fix[];
}

/** Path of keys and indices inside a configuration, e.g. `['models', 'GCN', 'C']`. */
export type KeyPath = readonly (string | number)[];

/** Thrown where a computation cannot go on. `key` names the configuration key at fault, where there is one. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  constructor(
    readonly code: string,
    message: string,
    readonly key: KeyPath = [],
    readonly fixes: readonly Fix[] = [],
  ) {
    super(message);
  }
}
