/** A language made up: every word in brackets and longer than in English, so that what is not translated is seen. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const BUNDLE = fileURLToPath(new URL('../../../l10n/bundle.l10n.json', import.meta.url));
const LONGER = 1.3;
/** Units of numbers, and the name of the SVM's constant. */
const UNIT = /(?<=\d\s?)(ms|s|min|h)\b|\bC(?= ?= ?)/gu;
/** Places for values stay as they are. */
const WORD = /\{\d+\}|\p{L}[\p{L}\p{N}’'-]*/gu;

export function pseudo(text: string): string {
  return text.replace(WORD, (word) => {
    if (word.startsWith('{')) return word;
    const more = Math.ceil(LONGER * word.length) - word.length - 2;
    return `[${word}${'~'.repeat(Math.max(0, more))}]`;
  });
}

/** Every sentence of the bundle, as an editor in that language would hand them to the panel. */
export async function pseudoTranslations(): Promise<Record<string, string>> {
  const bundle = JSON.parse(await readFile(BUNDLE, 'utf8')) as Record<string, string | { message: string }>;
  return Object.fromEntries(
    Object.entries(bundle).map(([key, entry]) => [
      key,
      pseudo(typeof entry === 'string' ? entry : entry.message),
    ]),
  );
}

/** What is shown or spoken and holds a word outside brackets. Names are nobody's to translate, nor is code. */
export async function untranslated(page: Page, names: readonly string[]): Promise<string[]> {
  const said = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest('script, style, code') === null) texts.push(node.textContent ?? '');
    }
    for (const element of document.body.querySelectorAll('*')) {
      for (const name of [
        'aria-label',
        'aria-valuetext',
        'aria-description',
        'title',
        'placeholder',
        'alt',
      ]) {
        texts.push(element.getAttribute(name) ?? '');
      }
    }
    return texts;
  });
  return [...new Set(said)].filter((text) => hasWord(text, names));
}

export function hasWord(text: string, names: readonly string[]): boolean {
  const rest = [...names]
    .sort((a, b) => b.length - a.length)
    .reduce((left, name) => left.replaceAll(name, ''), text.replace(/\[[^\]]*\]/g, ''))
    .replace(UNIT, '');
  return /\p{L}/u.test(rest);
}
