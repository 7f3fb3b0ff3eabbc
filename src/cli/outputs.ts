import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { curvesCsv } from '../report/csv';
import { resultDetails } from '../report/details';
import { htmlReport } from '../report/html';
import type { Result } from '../report/result';
import * as messages from './messages';

/** Where results go. `-` is standard output. */
export interface OutputPaths {
  readonly json?: string;
  readonly csv?: string;
  readonly html?: string;
}

/** A path that could not be written; nothing else is lost for it. */
export class OutputError extends Error {}

/**
 * Writes the results of one call. One result is written as it is, several as a JSON array; each gets its own HTML
 * page. Refuses to write over a file that was read.
 * @param assets folder of the panel's script and style
 * @returns paths written
 */
export async function writeOutputs(
  results: readonly Result[],
  paths: OutputPaths,
  assets: string,
  protectedFiles: ReadonlySet<string>,
): Promise<string[]> {
  const written: string[] = [];
  const write = async (path: string, text: string): Promise<void> => {
    if (path === '-') {
      await new Promise<void>((done) => process.stdout.write(text, () => done()));
      return;
    }
    if (protectedFiles.has(resolve(path)))
      throw new OutputError(messages.cannotWrite(path, 'it is an input of this run.'));
    try {
      await writeFile(path, text);
    } catch (error) {
      throw new OutputError(
        messages.cannotWrite(path, error instanceof Error ? error.message : String(error)),
      );
    }
    written.push(path);
  };
  if (paths.json !== undefined) {
    await write(paths.json, `${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`);
  }
  if (paths.csv !== undefined) await write(paths.csv, curvesCsv(results));
  if (paths.html !== undefined) {
    const script = await readFile(join(assets, 'panel.js'), 'utf8');
    const style = await readFile(join(assets, 'panel.css'), 'utf8');
    for (const result of results) {
      const title = basename(result.config);
      const state = {
        title,
        command: `flipcert certify ${result.config}`,
        result,
        status: { kind: 'current' as const },
        details: resultDetails(result),
      };
      await write(
        results.length === 1 ? paths.html : pagePath(paths.html, title),
        htmlReport({ state, script, style }),
      );
    }
  }
  return written;
}

/** report.html -> report-karate.html for karate.flipcert.yaml. */
function pagePath(path: string, title: string): string {
  const extension = extname(path);
  const stem = extension === '' ? path : path.slice(0, -extension.length);
  return `${stem}-${title.replace(/\.flipcert\.ya?ml$/, '')}${extension === '' ? '.html' : extension}`;
}
