import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUNDLE, extract, sentencesOf } from '../../scripts/l10n.mjs';
import { htmlReport } from '../../src/report/html';
import { panelHtml } from '../../src/extension/panelHtml';
import { english } from '../../src/report/translations';

const read = (name: string): string => readFileSync(join(import.meta.dirname, '../..', name), 'utf8');
const names = JSON.parse(read('package.nls.json')) as Record<string, string>;
const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;

/** Every text in the manifest with the path of keys that leads to it. */
function textsOf(value: unknown, path: readonly string[] = []): { path: readonly string[]; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, [...path, key]));
}

const texts = textsOf(manifest);
const keyOf = (text: string): string | null => /^%(.+)%$/.exec(text)?.[1] ?? null;

describe('the sentences of the sources', () => {
  const { text, faults } = extract();

  test('are in the base for translators; npm run l10n writes it', () =>
    expect(readFileSync(BUNDLE, 'utf8').replaceAll('\r\n', '\n')).toBe(text));

  test('are literals whose places fit their values', () => expect(faults).toEqual([]));

  test('are those of the extension and of the panel', () => {
    const bundle = JSON.parse(text) as Record<string, unknown>;
    for (const sentence of [
      'Not certified',
      'Certify again',
      'No other label changes more.',
      'Labelled, test',
    ]) {
      expect(bundle).toHaveProperty([sentence]);
    }
    expect(Object.keys(bundle)).toEqual(Object.keys(bundle).sort());
  });

  test('what cannot be extracted is a fault', () => {
    const { sentences, faults: found } = sentencesOf(
      'a.ts',
      "t('a {0}', 1); l10n.t('b'); t(name); t(`c ${d}`); t('e {0}'); t('f', 1); t({ message: 'g', comment: 'h' });",
    );
    expect(sentences.map(([key]) => key)).toEqual(['a {0}', 'b', 'e {0}', 'f', 'g/h']);
    expect(found).toHaveLength(4);
  });
});

describe('the manifest', () => {
  test('has a name for each key, and a key for each name', () => {
    const used = texts.flatMap(({ text }) => keyOf(text) ?? []);
    expect([...new Set(used)].sort()).toEqual(Object.keys(names).sort());
    for (const name of Object.values(names)) expect(name.trim()).not.toBe('');
  });

  test('says nothing to its reader that is not translated', () => {
    const SHOWN =
      /^(title|category|name|contextualTitle|contents|label|shortTitle|placeholder|.*[dD]escriptions?)$/;
    const literal = texts.filter(({ path, text }) => {
      const key = path.filter((part) => !/^\d+$/.test(part)).at(-1) ?? '';
      const shown = path[0] === 'contributes' ? SHOWN.test(key) || key === 'aliases' : false;
      return shown && keyOf(text) === null;
    });
    expect(literal).toEqual([]);
    const { capabilities } = manifest as { capabilities: { virtualWorkspaces: { description: string } } };
    const said = [
      manifest['displayName'],
      manifest['description'],
      capabilities.virtualWorkspaces.description,
    ];
    for (const text of said) expect(String(text)).toMatch(/^%.+%$/);
  });

  test('ships the translations', () => {
    expect(manifest['l10n']).toBe('./l10n');
    const shipped = read('.vscodeignore').split('\n');
    expect(shipped).toEqual(expect.arrayContaining(['!package.nls*.json', '!l10n/*.json']));
  });
});

describe('a page in another language', () => {
  const translations = { language: 'de', messages: { Certify: 'Zertifizieren </script><b>' } };
  const block = '<script type="application/json" id="flipcert-l10n">';
  const embedded = (html: string): unknown =>
    JSON.parse(html.slice(html.indexOf(block) + block.length).split('</script>')[0]);

  test('of the editor carries the translations as data that cannot end its element', () => {
    const page = { script: 's', style: 'c', cspSource: 'x', nonce: 'N', title: 'T', file: 'f' };
    const html = panelHtml({ ...page, translations });
    expect(html).toContain('<html lang="de">');
    expect(embedded(html)).toEqual(translations.messages);
    expect(html).not.toContain('<b>');
    // The bundle reads them as soon as it runs.
    expect(html.indexOf(block)).toBeLessThan(html.indexOf('src="s"'));
    const policy = (text: string): string =>
      /Content-Security-Policy" content="([^"]+)/.exec(text)?.[1] ?? '';
    expect(policy(html)).toBe(policy(panelHtml(page)));
    expect(panelHtml({ ...page, translations: null })).toBe(panelHtml(page));
    expect(panelHtml(page)).not.toContain('flipcert-l10n');
  });

  test('of a report does too', () => {
    const state = {
      title: 'a',
      command: '',
      result: null,
      status: { kind: 'current' as const },
      details: [],
    };
    const report = { state, script: 'code()', style: '' };
    const html = htmlReport({ ...report, translations });
    expect(html).toContain('<html lang="de">');
    expect(html).toContain('<noscript>This report needs JavaScript');
    expect(embedded(html)).toEqual(translations.messages);
    expect(html.indexOf(block)).toBeLessThan(html.indexOf('code()'));
    expect(htmlReport(report)).not.toContain('flipcert-l10n');
  });
});

test('values that a sentence has no place for, and places without a value, are left alone', () => {
  expect(english('{1} of {0}', 3, 'a')).toBe('a of 3');
  expect(english('{0} {1}', 'x{1}')).toBe('x{1} {1}');
});
