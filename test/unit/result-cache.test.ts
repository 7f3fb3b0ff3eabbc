import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type * as vscode from 'vscode';
import { ResultCache } from '../../src/extension/resultCache';
import { certifiedOf, modelOf } from '../support/results';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flipcert-results-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('gives back what it kept, written model by model', async () => {
  const said: string[] = [];
  const log = { warn: (message: string) => said.push(message) } as unknown as vscode.LogOutputChannel;
  const cache = new ResultCache(folder, log);
  const uri = { toString: () => 'file:///x', fsPath: '/x' } as vscode.Uri;
  for (const models of [[], ['A'], ['A', 'B', 'C']].map((names) => names.map((name) => modelOf(name)))) {
    const certified = certifiedOf('one', models, { only: ['A'] });
    await cache.save(uri, certified);
    expect(await cache.load(uri)).toEqual(certified);
  }
  expect(said).toEqual([]);
});
