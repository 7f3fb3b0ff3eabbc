/** Bundles everything that runs into dist/. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { compileFlipEngine } from './scripts/flip-wasm.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** CommonJS packages inside an ES module bundle still call require for Node's own modules. */
const requireBanner =
  "import { createRequire as flipcertCreateRequire } from 'node:module';\nconst require = flipcertCreateRequire(import.meta.url);";

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  keepNames: false,
  legalComments: 'none',
  sourcemap: false,
  metafile: true,
  logLevel: 'warning',
};
const node = { ...common, platform: 'node', target: 'node20' };
const esm = {
  ...node,
  // The paper's configurations are part of the command line.
  loader: { '.yaml': 'text' },
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: { js: requireBanner },
};

/**
 * The training library asks node-fetch for models on the network. Networks are trained from scratch here and nothing is
 * fetched: what would fetch is not bundled.
 */
const noNetwork = {
  name: 'no-network',
  setup(bundler) {
    bundler.onResolve({ filter: /^node-fetch$/ }, () => ({ path: 'node-fetch', namespace: 'none' }));
    bundler.onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents: "module.exports = () => Promise.reject(new Error('Nothing is fetched.'));",
    }));
  },
};

/** The language client is a file of its own, so that activation need not wait until its library is compiled. */
const clientApart = {
  name: 'client-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/languageClient$/ }, () => ({ path: './client.cjs', external: true }));
  },
};

/** Builds into `outdir` and returns the sizes in bytes by file. */
export async function buildAll(outdir = join(root, 'dist')) {
  return (await bundleAll(outdir)).sizes;
}

/** The same, and beside the sizes the folders of the packages whose code is in what was built. */
export async function bundleAll(outdir = join(root, 'dist')) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(join(outdir, 'webview'), { recursive: true });
  const built = await Promise.all([
    build({
      ...node,
      format: 'cjs',
      external: ['vscode'],
      plugins: [clientApart],
      // An import that is put off becomes a require that is: the editor knows of no other.
      supported: { 'dynamic-import': false },
      entryPoints: {
        extension: 'src/extension/extension.ts',
        client: 'src/extension/languageClient.ts',
        server: 'src/server/main.ts',
      },
      outdir,
      outExtension: { '.js': '.cjs' },
    }),
    build({
      ...esm,
      entryPoints: { job: 'src/jobs/main.ts', worker: 'src/jobs/worker.ts' },
      outdir,
      outExtension: { '.js': '.mjs' },
    }),
    build({
      ...node,
      // The training library's loader of WebAssembly is CommonJS; it is loaded by the threads that train alone.
      format: 'cjs',
      mainFields: ['module', 'main'],
      plugins: [noNetwork],
      entryPoints: { trainer: 'src/width/worker.ts' },
      outdir,
      outExtension: { '.js': '.cjs' },
    }),
    build({
      ...esm,
      entryPoints: { cli: 'src/cli/main.ts' },
      outdir,
      outExtension: { '.js': '.mjs' },
      // What is imported when it is needed becomes a file of its own: reading an answer from the cache needs little.
      splitting: true,
      chunkNames: 'cli-[hash]',
    }),
    build({
      ...common,
      platform: 'browser',
      format: 'iife',
      target: ['es2022', 'chrome114', 'firefox115', 'safari16'],
      entryPoints: { panel: 'webview/main.ts' },
      outdir: join(outdir, 'webview'),
    }),
    build({ ...common, entryPoints: { panel: 'webview/panel.css' }, outdir: join(outdir, 'webview') }),
    copyFile(join(dirname(require.resolve('highs')), 'highs.wasm'), join(outdir, 'highs.wasm')),
    copyFile(
      join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), 'tfjs-backend-wasm-simd.wasm'),
      join(outdir, 'tfjs-backend-wasm-simd.wasm'),
    ),
    compileFlipEngine().then((bytes) => writeFile(join(outdir, 'flip.wasm'), bytes)),
  ]);
  await writeFile(join(outdir, 'build.json'), `${JSON.stringify({ code: await codeDigest(outdir) })}\n`);
  const files = [
    'extension.cjs',
    'client.cjs',
    'server.cjs',
    'job.mjs',
    'worker.mjs',
    'cli.mjs',
    'trainer.cjs',
    'tfjs-backend-wasm-simd.wasm',
    'highs.wasm',
    'flip.wasm',
    'webview/panel.js',
    'webview/panel.css',
  ];
  const sizes = await Promise.all(files.map(async (f) => [f, (await stat(join(outdir, f))).size]));
  return { sizes: Object.fromEntries(sizes), packages: packagesOf(built) };
}

/** Folders of the packages that gave any code, or a binary that is copied or compiled in. */
function packagesOf(built) {
  const folders = new Set(
    [
      'highs',
      '@tensorflow/tfjs-backend-wasm',
      'assemblyscript/package.json',
      '@vscode/codicons/package.json',
    ].map((name) => packageFolder(require.resolve(name))),
  );
  for (const { metafile } of built.filter((part) => part?.metafile))
    for (const { inputs } of Object.values(metafile.outputs))
      for (const [path, { bytesInOutput }] of Object.entries(inputs))
        if (bytesInOutput > 0 && path.includes('node_modules/')) folders.add(packageFolder(join(root, path)));
  return [...folders].sort();
}

function packageFolder(path) {
  return /.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path)[0];
}

/** SHA-256 over everything that certifies. What an older build put into a cache is then not found by another one. */
async function codeDigest(outdir) {
  const hash = createHash('sha256');
  const names = (await readdir(outdir)).filter((name) => /\.(mjs|wasm)$/.test(name)).sort();
  for (const name of names) {
    const bytes = await readFile(join(outdir, name));
    hash.update(`${name}:${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const sizes = await buildAll();
  for (const [file, bytes] of Object.entries(sizes))
    console.log(`dist/${file}  ${Math.ceil(bytes / 1024)} kB`);
}
