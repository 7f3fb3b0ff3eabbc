import type { CompletionItem, Position } from 'vscode-languageserver/node';
import { CompletionItemKind } from 'vscode-languageserver/node';
import { snippet } from './completion-item';
import type { Cursor } from './cursor';
import { cursorAt } from './cursor';
import * as messages from './messages';

const ARCHITECTURES = 'gcn,mlp,sgc,graphsage,gin,appnp,ppnp';
const EXPECTATION =
  '{ model: ${1:GCN}, kind: ${2|sample-wise,collective|}, budget: ${3:0.1}, certified-ratio: ">= ${4:0.5}" }';
const WHOLE = `dataset:
  graph: \${1:graph.npz}
split:
  labelled: { per-class: \${2:10} }
  test: \${3:rest}
  seed: 0
models:
  \${4:GCN}:
    architecture: \${5|${ARCHITECTURES}|}
    C: \${6:0.1}
certify:
  kinds: [sample-wise, collective]
  budgets: [\${7:0.05, 0.1, 0.2}]
expect:
  - { model: \${4:GCN}, kind: sample-wise, budget: 0.1, certified-ratio: ">= \${8:0.5}" }
`;

/** Whole parts to fill in, each where it belongs. */
export function snippetsAt(text: string, position: Position): CompletionItem[] {
  const cursor = cursorAt(text, position);
  if (cursor === null || cursor.isValue || cursor.siblings.size > 0) {
    // A model may stand beside others.
    return cursor !== null && !cursor.isValue && isAt(cursor, 'models') ? [model(cursor)] : [];
  }
  if (cursor.path.length === 0)
    return [part(cursor, messages.wholeFile(), WHOLE, messages.fileSnippet(), 'dataset')];
  if (isAt(cursor, 'models')) return [model(cursor)];
  const [first, second, ...rest] = cursor.path;
  if (first !== 'expect' || rest.length > 0 || (cursor.inFlow && second !== undefined)) return [];
  const put = second === undefined ? `- ${EXPECTATION}` : EXPECTATION;
  return [part(cursor, messages.newExpectation(), put, messages.expectationSnippet(), 'model')];
}

function isAt({ path }: Cursor, key: string): boolean {
  return path.length === 1 && path[0] === key;
}

function model(cursor: Cursor): CompletionItem {
  const put = cursor.inFlow
    ? `\${1:GCN}: { architecture: \${2|${ARCHITECTURES}|}, C: \${3:0.1} }`
    : `\${1:GCN}:\n  architecture: \${2|${ARCHITECTURES}|}\n  C: \${3:0.1}`;
  return part(cursor, messages.newModel(), put, messages.modelSnippet(), '');
}

/** @param word that also finds it, such as a key it begins with */
function part(cursor: Cursor, label: string, put: string, about: string, word: string): CompletionItem {
  return snippet(cursor, label, CompletionItemKind.Snippet, put, {
    filterText: `${label} ${word}`,
    documentation: about,
    sortText: '2',
  });
}
