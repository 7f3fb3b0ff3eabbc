/**
 * `npm run l10n`: writes every sentence the extension and the panel say to l10n/bundle.l10n.json, the base for
 * translators. A translation is a copy of it named after the language, e.g. l10n/bundle.l10n.de.json.
 */
import { readFileSync, readdirSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { main, ROOT } from './run.mjs';

export const BUNDLE = join(ROOT, 'l10n/bundle.l10n.json');

/** Folders and files in which `t` stands for the editor's localisation or the panel's. */
const SOURCES = ['src/extension', 'webview', 'src/report/details.ts', 'src/report/html.ts'];

function sourceFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .flatMap((name) => sourceFiles(join(path, name)))
    .filter((name) => name.endsWith('.ts'));
}

/** Calls of `t(...)` and of `l10n.t(...)`. */
function isTranslation({ expression }) {
  return ts.isPropertyAccessExpression(expression)
    ? expression.name.text === 't' && /\bl10n$/.test(expression.expression.getText())
    : ts.isIdentifier(expression) && expression.text === 't';
}

/** `'text'`, or `{ message: 'text', comment: 'why' }` where the same English means two things; null for anything else. */
function messageOf(node) {
  if (node === undefined) return null;
  if (ts.isStringLiteralLike(node)) return { key: node.text, message: node.text, entry: node.text };
  if (!ts.isObjectLiteralExpression(node)) return null;
  const parts = new Map(
    node.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)
        ? [[property.name.getText(), property.initializer.text]]
        : [],
    ),
  );
  const [message, comment] = [parts.get('message'), parts.get('comment')];
  if (message === undefined || comment === undefined) return null;
  return { key: `${message}/${comment}`, message, entry: { message, comment: [comment] } };
}

/** The sentences of one text, and where it calls `t` with something that is none, or with too few values. */
export function sentencesOf(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const sentences = [];
  const faults = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && isTranslation(node)) {
      const [first, ...values] = node.arguments;
      const found = messageOf(first);
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (found === null) {
        faults.push(`${path}:${line}: the first argument of t() is no literal`);
      } else {
        sentences.push([found.key, found.entry]);
        const places = [...found.message.matchAll(/\{(\d+)\}/g)].map(([, place]) => Number(place));
        const spread = values.some((value) => ts.isSpreadElement(value));
        if (!spread && Math.max(-1, ...places) !== values.length - 1) {
          faults.push(`${path}:${line}: the values of t() do not fit its places`);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { sentences, faults };
}

/** The bundle as it should be, and every fault. */
export function extract() {
  const found = SOURCES.flatMap((source) => sourceFiles(join(ROOT, source))).map((path) =>
    sentencesOf(relative(ROOT, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')),
  );
  const sentences = [...new Map(found.flatMap((one) => one.sentences))];
  const bundle = Object.fromEntries(sentences.sort(([a], [b]) => (a < b ? -1 : 1)));
  // A translator must see which spaces keep a number and its unit on one line.
  const text = `${JSON.stringify(bundle, null, 2).replaceAll('\u00a0', '\\u00a0')}\n`;
  return { text, faults: found.flatMap((one) => one.faults) };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(() => {
    const { text, faults } = extract();
    if (faults.length > 0) throw new Error(faults.join('\n'));
    mkdirSync(dirname(BUNDLE), { recursive: true });
    writeFileSync(BUNDLE, text);
  });
}
