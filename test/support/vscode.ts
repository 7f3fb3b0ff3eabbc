/** What parts of the extension without an editor need of it: words, in the language they are written in. */
export const l10n = {
  t: (text: string, ...values: readonly (string | number)[]): string =>
    text.replace(/\{(\d+)\}/g, (_, i: string) => String(values[Number(i)])),
};
