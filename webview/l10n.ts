/**
 * The panel's words in the reader's language. The page carries the translations, English sentence to translated one,
 * in `<script type="application/json" id="flipcert-l10n">`; where it carries none, the words are English.
 */
import { english } from '../src/report/translations';

type Translations = Readonly<Record<string, unknown>>;

const translations = read();

/** Where the same English means two things, a word for translators tells them apart, as the editor's own bundles do. */
interface Commented {
  readonly message: string;
  readonly comment: string;
}

/** The message as the page translates it; `{0}`, `{1}` stand for the values. */
export function t(said: string | Commented, ...values: readonly (string | number)[]): string {
  const message = typeof said === 'string' ? said : said.message;
  const translated = translations[typeof said === 'string' ? said : `${message}/${said.comment}`];
  const text = typeof translated === 'string' && translated !== '' ? translated : message;
  return values.length === 0 ? text : english(text, ...values);
}

/** Once, when the page loads: its language does not change. Without a page, as in a test of a sentence, English. */
function read(): Translations {
  const text = typeof document === 'undefined' ? null : document.getElementById('flipcert-l10n')?.textContent;
  if (!text) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Translations) : {};
  } catch {
    return {};
  }
}
