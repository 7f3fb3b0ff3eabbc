/** Compiles the flip engine's WebAssembly module from its AssemblyScript sources. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const sources = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/core/certify/flip/wasm');

/** The module's bytes. */
export async function compileFlipEngine() {
  let bytes = null;
  // The compiler does not throw: what went wrong is in what it returns.
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      '--outFile=flip.wasm',
      '-O3',
      '--noAssert',
      '--runtime=stub',
      '--enable=simd',
      '--baseDir',
      sources,
    ],
    {
      readFile: async (name, base) => {
        try {
          return await readFile(join(base, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => {
        if (name === 'flip.wasm') bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || bytes === null)
    throw new Error(`The flip engine does not compile: ${error?.message ?? ''}\n${stderr.toString()}`);
  return bytes;
}
