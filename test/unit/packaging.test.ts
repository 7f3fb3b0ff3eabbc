import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAll } from '../../esbuild.mjs';
import manifest from '../../package.json';
import words from '../../package.nls.json';
import { loadMilpSolver } from '../../src/jobs/highs';
import { NOTICES, notices } from '../../scripts/notices.mjs';

const ROOT = join(import.meta.dirname, '../..');

describe('the manifest', () => {
  it('pins every dependency', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides };
    for (const [name, version] of Object.entries(all))
      expect(`${name} ${version}`).toMatch(/^\S+ \d+\.\d+\.\d+(-[\w.]+)?$/);
  });

  it('says where the extension runs, and why not on virtual files', () => {
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe(false);
    expect(words['extension.virtualWorkspaces']).toMatch(/disk/);
  });

  it('starts nothing on its own but what an open configuration or panel needs', () => {
    expect(manifest.activationEvents).toEqual(['onWebviewPanel:flipcert.panel']);
    expect(Object.keys(manifest)).not.toContain('browser');
  });
});

describe('the bundles', () => {
  let folder: string;
  let packages: readonly string[];
  const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flipcert-bundles-'));
    ({ packages } = await bundleAll(folder));
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('have their licences in THIRD-PARTY-NOTICES.txt; `npm run notices` writes it anew', async () => {
    expect(await readFile(NOTICES, 'utf8')).toBe(notices(packages));
  });

  it('ask for no module of the network', async () => {
    const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(cjs|mjs|js)$/.test(name));
    expect(names).toEqual(expect.arrayContaining(['extension.cjs', 'trainer.cjs', 'cli.mjs']));
    for (const name of names) {
      const found = (await text(name)).matchAll(
        /(?:require\(|from\s*|import\(?\s*)["'](?:node:)?(https?|http2|net|tls|dns|dgram|undici|node-fetch)["']/g,
      );
      // The library of language servers can talk through sockets; ours talks through the channel of its fork.
      const allowed = ['extension.cjs', 'client.cjs', 'server.cjs'].includes(name) ? ['net'] : [];
      expect([name, [...new Set([...found].map(([, module]) => module))]]).toEqual([name, allowed]);
    }
  });

  it('fetch nothing: what libraries could fetch with is handed their files, or is not there', async () => {
    const calls = /\bfetch\(|XMLHttpRequest|WebSocket\(|sendBeacon|EventSource\(/;
    const withCalls: string[] = [];
    for (const name of (await readdir(folder, { recursive: true })).filter((of) =>
      /\.(cjs|mjs|js)$/.test(of),
    ))
      if (calls.test(await text(name))) withCalls.push(name);
    // Emscripten's loaders, for browsers; both get their binary from the disk.
    expect(withCalls.sort()).toEqual(['trainer.cjs', 'worker.mjs']);
    expect(await text('trainer.cjs')).toContain('Nothing is fetched.');
  });

  it('keep the training library out of what every start loads', async () => {
    for (const name of await readdir(folder))
      if (/\.(cjs|mjs)$/.test(name) && name !== 'trainer.cjs')
        expect([name, (await text(name)).includes('WASM_HAS_SIMD_SUPPORT')]).toEqual([name, false]);
  });

  it('load HiGHS also as the package has it, compressed', async () => {
    const bytes = await readFile(join(folder, 'highs.wasm'));
    const packed = await mkdtemp(join(tmpdir(), 'flipcert-packed-'));
    const { writeFile } = await import('node:fs/promises');
    const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
    await writeFile(join(packed, 'highs.wasm.br'), brotliCompressSync(bytes, { params }));
    expect(typeof (await loadMilpSolver(join(packed, 'highs.wasm')))).toBe('function');
    await rm(packed, { recursive: true });
  });
});

describe('the package', () => {
  it('is what the allow-list names, and nothing of the sources', () => {
    const { stdout } = spawnSync(
      process.execPath,
      ['node_modules/@vscode/vsce/vsce', 'ls', '--no-dependencies'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    const files = stdout.split('\n').filter((line) => /^[\w.-]+(\/|$)/.test(line.trim()));
    expect(files).toContain('package.json');
    expect(files).toContain('THIRD-PARTY-NOTICES.txt');
    expect(files).not.toContain('dist/highs.wasm');
    for (const file of files)
      expect(file).toMatch(
        /^(package(\.nls[\w.-]*)?\.json|l10n\/[\w.-]+\.json|language-configuration\.json|README\.md|CHANGELOG\.md|LICENSE(\.txt)?|THIRD-PARTY-NOTICES\.txt|dist\/[\w.-]+|dist\/webview\/[\w.-]+|media\/.+|schemas\/[\w.-]+\.json|syntaxes\/[\w.-]+\.json|examples\/.+\.yaml)$/,
      );
    expect(files.filter((file) => /\.(ts|map|log|tsx)$|node_modules|test\/|\.env/.test(file))).toEqual([]);
  }, 120_000);
});
