import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { diskWords } from '../core/disk-words';
import { writeWhole } from '../prepare/write-whole';
import { curvesCsv } from '../report/csv';
import { resultDetails } from '../report/details';
import { htmlReport } from '../report/html';
import { latexTable } from '../report/latex';
import { reportPicture } from '../report/picture';
import type { Picture } from '../report/picture';
import type { Result } from '../report/result';
import * as messages from './messages';

/** Where results go. `-` is standard output. */
export interface OutputPaths {
  readonly json?: string;
  readonly csv?: string;
  readonly html?: string;
  readonly latex?: string;
}

/** A path that could not be written; nothing else is lost for it. */
export class OutputError extends Error {}

/** The file that a path leads to, links followed; where there is none yet, the path itself. */
export async function target(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return resolve(path);
  }
}

/**
 * Refuses what cannot or must not be written, before any time is spent: folders, paths in folders that are not there,
 * one path for two outputs, and files that are read.
 * @throws OutputError
 */
export async function checkOutputs(paths: OutputPaths, inputs: Iterable<string>): Promise<void> {
  const read = new Set(await Promise.all([...inputs].map(target)));
  const taken = new Set<string>();
  for (const path of [paths.json, paths.csv, paths.html, paths.latex]) {
    if (path === undefined) continue;
    const refuse = (why: string): never => {
      throw new OutputError(messages.cannotWrite(path === '' ? "''" : path, why));
    };
    const file = path === '-' ? '-' : await target(path);
    if (taken.has(file)) refuse(messages.takenOutput);
    taken.add(file);
    if (path === '-') continue;
    if (read.has(file)) refuse(messages.inputAsOutput);
    if (path === '' || (await isFolder(file)) === true) refuse(messages.folderAsOutput);
    if ((await isFolder(dirname(file))) !== true) refuse(messages.noFolder(dirname(path)));
  }
}

/** Null where there is nothing of this name. */
export async function isFolder(path: string): Promise<boolean | null> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return null;
  }
}

/** Writes one output; `-` is standard output. @throws OutputError, also where it would write over a file that was read */
export async function writeText(
  path: string,
  text: string,
  protectedFiles: ReadonlySet<string>,
): Promise<void> {
  if (path === '-') {
    await new Promise<void>((done) => process.stdout.write(text, () => done()));
    return;
  }
  const inputs = new Set(await Promise.all([...protectedFiles].map(target)));
  if (inputs.has(await target(path)))
    throw new OutputError(messages.cannotWrite(path, messages.inputAsOutput));
  try {
    await writeWhole(path, text);
  } catch (error) {
    throw new OutputError(messages.cannotWrite(path, diskWords(error)));
  }
}

/**
 * Writes the results of one call. One result is written as it is, several as a JSON array; each gets its own HTML
 * page. Refuses to write over a file that was read.
 * @param pictures of the results that have one
 * @param assets folder of the panel's script and style
 * @returns paths written
 */
export async function writeOutputs(
  results: readonly Result[],
  pictures: ReadonlyMap<Result, Picture>,
  paths: OutputPaths,
  assets: string,
  protectedFiles: ReadonlySet<string>,
): Promise<string[]> {
  const written: string[] = [];
  const write = async (path: string, text: string): Promise<void> => {
    await writeText(path, text, protectedFiles);
    if (path !== '-') written.push(path);
  };
  if (paths.json !== undefined) {
    await write(paths.json, `${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`);
  }
  if (paths.csv !== undefined) await write(paths.csv, curvesCsv(results));
  if (paths.latex !== undefined)
    await write(paths.latex, results.map((result) => latexTable(result)).join('\n'));
  if (paths.html !== undefined) {
    const script = await readFile(join(assets, 'panel.js'), 'utf8');
    const style = await readFile(join(assets, 'panel.css'), 'utf8');
    const pages = pagePaths(paths.html, results);
    for (const [i, result] of results.entries()) {
      const title = basename(result.config);
      const picture = pictures.get(result);
      const state = {
        title,
        command: `flipcert certify ${result.config}`,
        auditCommand: `flipcert audit ${result.config}`,
        result,
        status: { kind: 'current' as const },
        details: resultDetails(result),
        ...(picture === undefined ? {} : { picture: reportPicture(picture) }),
      };
      await write(pages[i], htmlReport({ state, script, style }));
    }
  }
  return written;
}

/** A page for each result; of configurations with one name in several folders, numbered. */
function pagePaths(path: string, results: readonly Result[]): string[] {
  if (results.length === 1 || path === '-') return results.map(() => path);
  const times = new Map<string, number>();
  return results.map(({ config }) => {
    const title = basename(config).replace(/\.flipcert\.ya?ml$/, '');
    const before = times.get(title) ?? 0;
    times.set(title, before + 1);
    return pagePath(path, before === 0 ? title : `${title}-${before + 1}`);
  });
}

/** report.html -> report-karate.html for karate.flipcert.yaml. */
function pagePath(path: string, title: string): string {
  const extension = extname(path);
  const stem = extension === '' ? path : path.slice(0, -extension.length);
  return `${stem}-${title}${extension === '' ? '.html' : extension}`;
}
