/** How text that is made below the editor gets into the reader's language: whoever has translations hands them down. */

/** The sentence in the reader's language, its `{0}`, `{1}` replaced. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

/** For the command line, which speaks English. */
export const english: Translate = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (whole, place: string) => String(values[Number(place)] ?? whole));

/** What a page of the panel carries, so that its own words come in the reader's language. */
export interface Translations {
  /** As the page says it of itself, e.g. `de` or `pt-br`. */
  readonly language: string;
  /** English sentence to translated one. */
  readonly messages: Readonly<Record<string, string>>;
}

/** English where there are no translations, and for what they lack. */
export function translator(translations: Translations | undefined): Translate {
  return (message, ...values) => english(translations?.messages[message] || message, ...values);
}
