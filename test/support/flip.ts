import { compileFlipEngine } from '../../scripts/flip-wasm.mjs';
import type { FlipModule } from '../../src/core/certify/flip/wasm-module';
import { flipModule } from '../../src/jobs/flip-module';

/** The compiled flip engine, as the build makes it. */
export async function compiledFlip(): Promise<FlipModule> {
  const module = await flipModule(await compileFlipEngine());
  if (module === null) throw new Error('This machine runs no WebAssembly with SIMD.');
  return module;
}
