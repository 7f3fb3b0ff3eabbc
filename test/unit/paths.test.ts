import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolvePath } from '../../src/config/include';
import { knownFile } from '../../src/extension/knownFiles';
import { pathOf, uriOf } from '../../src/server/file-uri';
import { samePath } from '../../src/config/same-path';

describe('paths of a configuration', () => {
  it.each([
    ['/home/me/a.flipcert.yaml', 'data/g.npz', '/home/me/data/g.npz'],
    ['/home/me/a.flipcert.yaml', '../g 1#%.npz', '/home/g 1#%.npz'],
    ['/home/me/a.flipcert.yaml', '/data/g.npz', '/data/g.npz'],
    ['a.flipcert.yaml', 'g.npz', 'g.npz'],
  ])('on Linux and macOS: %s + %s', (file, path, expected) => {
    expect(resolvePath(file, path, posix)).toBe(expected);
  });

  it.each([
    ['C:\\Users\\me\\a.flipcert.yaml', 'data/g.npz', 'C:\\Users\\me\\data\\g.npz'],
    ['C:\\Users\\me\\a.flipcert.yaml', 'data\\g.npz', 'C:\\Users\\me\\data\\g.npz'],
    ['C:\\Users\\me\\a.flipcert.yaml', 'D:\\data\\g 1#%.npz', 'D:\\data\\g 1#%.npz'],
    ['C:\\Users\\me\\a.flipcert.yaml', 'd:/data/g.npz', 'd:/data/g.npz'],
    ['\\\\server\\share\\me\\a.flipcert.yaml', '..\\g.npz', '\\\\server\\share\\g.npz'],
    ['C:\\a.flipcert.yaml', '\\\\server\\share\\g.npz', '\\\\server\\share\\g.npz'],
  ])('on Windows: %s + %s', (file, path, expected) => {
    expect(resolvePath(file, path, win32)).toBe(expected);
  });
});

describe('addresses of files', () => {
  it.each([
    ['file:///home/me/a%20b%23%25.flipcert.yaml', false, '/home/me/a b#%.flipcert.yaml'],
    ['file:///c%3A/Users/me/a%20b.flipcert.yaml', true, 'c:\\Users\\me\\a b.flipcert.yaml'],
    ['file:///C:/Users/me/%23%25.npz', true, 'C:\\Users\\me\\#%.npz'],
    ['file://server/share/me/a.flipcert.yaml', true, '\\\\server\\share\\me\\a.flipcert.yaml'],
    ['untitled:Untitled-1', true, null],
    ['vscode-vfs://github/a/b.flipcert.yaml', false, null],
    ['file:///a%2Fb.yaml', false, null],
    ['file://[', false, null],
  ])('%s (Windows: %s)', (uri, windows, path) => {
    expect(pathOf(uri, windows)).toBe(path);
  });

  it.each([
    ['/home/me/a b#%?.yaml', false],
    ['C:\\Users\\me\\a b#%.yaml', true],
    ['\\\\server\\share\\a b.yaml', true],
  ])('and back: %s', (path, windows) => {
    expect(pathOf(uriOf(path, windows), windows)).toBe(path);
  });
});

describe('the same file', () => {
  it('is one whatever the case on Windows, and however its drive is written', () => {
    expect(samePath('C:\\Data\\G.npz', 'c:\\data\\g.npz', 'win32')).toBe(true);
    expect(samePath('C:/Data/G.npz', 'c:\\data\\x\\..\\g.npz', 'win32')).toBe(true);
    expect(samePath('\\\\Server\\Share\\g.npz', '\\\\server\\share\\g.npz', 'win32')).toBe(true);
    expect(samePath('C:\\g.npz', 'D:\\g.npz', 'win32')).toBe(false);
  });

  it('differs by case on Linux; on macOS, where disks mostly do not tell cases apart, it does not', () => {
    expect(samePath('/d/G.npz', '/d/g.npz', 'linux')).toBe(false);
    expect(samePath('/d/x/../g.npz', '/d/g.npz', 'linux')).toBe(true);
    expect(samePath('/d/G.npz', '/d/g.npz', 'darwin')).toBe(true);
    // One letter, composed and not: macOS hands out both.
    expect(samePath('/d/\u00e9.npz', '/d/e\u0301.npz', 'darwin')).toBe(true);
  });

  it('is known to a page under any of its names', () => {
    const entry = {
      certified: { files: [{ path: 'C:\\data\\G.npz' }] },
      failure: null,
    } as unknown as Parameters<typeof knownFile>[2];
    expect(knownFile('c:\\Data\\g.npz', 'C:\\w\\a.flipcert.yaml', entry, 'win32')).toBe('c:\\Data\\g.npz');
    expect(knownFile('..\\data\\g.npz', 'C:\\w\\a.flipcert.yaml', entry, 'win32')).toBe('C:\\data\\g.npz');
    expect(knownFile('D:\\data\\g.npz', 'C:\\w\\a.flipcert.yaml', entry, 'win32')).toBeNull();
  });
});
