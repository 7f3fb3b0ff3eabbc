import { readdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CompletionItem, Position } from 'vscode-languageserver/node';
import { CompletionItemKind } from 'vscode-languageserver/node';
import { resolvePath } from '../config/include';
import { SUGGEST_AGAIN, item } from './completion-item';
import { cursorAt } from './cursor';
import { fileEnds } from './paths';

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What a folder holds; nothing where there is none. */
export type ListFolder = (path: string) => Promise<readonly FolderEntry[]>;

export const listFolder: ListFolder = async (path) => {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  } catch {
    return [];
  }
};

/**
 * Files that the path at a position may name. Only the folder that is written so far is looked into.
 * @param file path of the text's own file
 */
export async function pathsAt(
  file: string,
  text: string,
  position: Position,
  list: ListFolder,
): Promise<CompletionItem[]> {
  const cursor = cursorAt(text, position);
  if (cursor?.isValue !== true) return [];
  const ends = fileEnds(cursor.path);
  if (ends === null) return [];
  const slash = cursor.typed.lastIndexOf('/') + 1;
  const folder = cursor.typed.slice(0, slash);
  const entries = await list(resolve(folder === '' ? dirname(file) : resolvePath(file, folder)));
  // What is written behind the last slash is replaced, and nothing before it.
  const { start, end } = cursor.range;
  const behind = { ...cursor, range: { start: { ...start, character: start.character + slash }, end } };
  return entries
    .filter(({ name, isFolder }) =>
      isFolder ? !/^(\.|node_modules$)/.test(name) : ends.some((of) => name.toLowerCase().endsWith(of)),
    )
    .sort((a, b) => Number(a.isFolder) - Number(b.isFolder) || (a.name < b.name ? -1 : 1))
    .map(({ name, isFolder }, i) =>
      item(
        behind,
        isFolder ? `${name}/` : name,
        isFolder ? CompletionItemKind.Folder : CompletionItemKind.File,
        {
          sortText: `${isFolder ? 1 : 0}${String(i).padStart(5, '0')}`,
          ...(isFolder ? { command: SUGGEST_AGAIN } : {}),
        },
      ),
    );
}
