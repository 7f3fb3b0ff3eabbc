/**
 * `npm run notices`: writes THIRD-PARTY-NOTICES.txt, the licences of everything that is bundled, from what the build
 * took in. A test holds the file against the build.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleAll } from '../esbuild.mjs';
import { main, ROOT } from './run.mjs';

export const NOTICES = join(ROOT, 'THIRD-PARTY-NOTICES.txt');

/** What binaries were compiled from besides the package that brings them, by its name. */
const COMPILED_IN = {
  highs: 'highs.wasm holds HiGHS (MIT) and the runtime of Emscripten (MIT).',
  '@tensorflow/tfjs-backend-wasm':
    'tfjs-backend-wasm-simd.wasm holds TensorFlow.js (Apache-2.0), XNNPACK (BSD-3-Clause), pthreadpool, cpuinfo and clog (BSD-2-Clause), FP16 and FXdiv (MIT), and the runtime of Emscripten (MIT).',
  assemblyscript: 'flip.wasm holds the standard library of AssemblyScript.',
};

/** The text of the file. @param folders of the packages */
export function notices(folders) {
  const packages = new Map();
  for (const folder of folders) {
    const { name, version, license, homepage, repository } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    const source = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
    packages.set(`${name} ${version}`, { name, license, source, text: licenceText(folder, license) });
  }
  const sorted = [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
  const rule = '-'.repeat(78);
  return [
    'Flipcert is made with the software below. Its own licence is in LICENSE.',
    '',
    ...sorted.map(([title, { license }]) => `${title}: ${license}`),
    ...sorted.flatMap(([title, { name, license, source, text }]) => [
      '',
      rule,
      `${title} (${license})`,
      ...(source === '' ? [] : [source.replace(/^git\+/, '')]),
      ...(name in COMPILED_IN ? [COMPILED_IN[name]] : []),
      '',
      text,
    ]),
    '',
  ].join('\n');
}

/** The package's own files; where it has none, the licence it names. */
function licenceText(folder, license) {
  const files = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
    .sort();
  const own = files.map((name) => clean(readFileSync(join(folder, name), 'utf8')));
  if (own.length > 0) return own.join('\n\n');
  if (license === 'Apache-2.0') return apache();
  const readme = readdirSync(folder).find((name) => /^readme/i.test(name));
  const section =
    readme && /^#* *licen[cs]e\b.*\n(?:[-=]+\n)?([\s\S]*)/im.exec(readFileSync(join(folder, readme), 'utf8'));
  if (section && /permission|copyright/i.test(section[1])) return clean(section[1]);
  throw new Error(`${folder} has no licence text.`);
}

function apache() {
  const require = createRequire(import.meta.url);
  const file = join(dirname(require.resolve('assemblyscript/package.json')), 'LICENSE');
  return clean(readFileSync(file, 'utf8'));
}

function clean(text) {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

/** Of a build made for it. */
export async function currentNotices() {
  const folder = await mkdtemp(join(tmpdir(), 'flipcert-notices-'));
  try {
    return notices((await bundleAll(folder)).packages);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    writeFileSync(NOTICES, await currentNotices());
    console.log(NOTICES);
  });
}
