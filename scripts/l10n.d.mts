/** Path of the base for translators. */
export const BUNDLE: string;
/** The sentences of one text as keys and entries of the bundle, and what is wrong with its calls of `t`. */
export function sentencesOf(
  path: string,
  text: string,
): {
  readonly sentences: readonly (readonly [string, unknown])[];
  readonly faults: readonly string[];
};
/** The bundle as it should be, as text, and every fault. */
export function extract(): { readonly text: string; readonly faults: readonly string[] };
