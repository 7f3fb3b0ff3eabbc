import { readFile } from 'node:fs/promises';
import type { FlipExports, FlipImports, FlipModule } from '../core/certify/flip/wasm-module';

/** As much of WebAssembly as is used here: not every JavaScript engine and flag combination offers it. */
interface WebAssemblyApi {
  readonly compile: (bytes: Uint8Array) => Promise<object>;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

/**
 * Compiles the flip engine. Null where this machine cannot have it: no WebAssembly, no SIMD. The certification then
 * walks in plain TypeScript, and says so.
 */
export async function flipModule(bytes: Uint8Array): Promise<FlipModule | null> {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi };
  if (WebAssembly === undefined) return null;
  try {
    const module = await WebAssembly.compile(bytes);
    return (imports: FlipImports) => new WebAssembly.Instance(module, { ...imports }).exports as FlipExports;
  } catch {
    return null;
  }
}

/** @param wasm path of flip.wasm; null for no compiled engine. A file that is not there counts as none too. */
export async function loadFlipModule(wasm: string | null): Promise<FlipModule | null> {
  if (wasm === null) return null;
  const bytes = await readFile(wasm).catch(() => null);
  return bytes === null ? null : flipModule(bytes);
}
