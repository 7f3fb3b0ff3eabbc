import { env, matMul, ready, registerGradient, setBackend, transpose } from '@tensorflow/tfjs-core';
import type { GradConfig, Tensor2D } from '@tensorflow/tfjs-core';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { multiplyGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Multiply_grad';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/**
 * Of a product of two matrices. The library's own multiplies transposed matrices, for which its WebAssembly has no fast
 * way; here only the thin ones are transposed, and what is left is a plain product.
 */
const productGradient: GradConfig = {
  kernelName: 'BatchMatMul',
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [a, b]) => ({
    a: () => transpose(matMul(b as Tensor2D, transpose(dy as Tensor2D))),
    b: () => matMul(transpose(a as Tensor2D), dy as Tensor2D),
  }),
};

/**
 * Readies the library on its WebAssembly backend, SIMD and one thread, with the gradients of what networks are made of.
 * @param wasm path of tfjs-backend-wasm-simd.wasm
 */
export async function startBackend(wasm: string): Promise<void> {
  for (const gradient of [
    addGradConfig,
    productGradient,
    multiplyGradConfig,
    reluGradConfig,
    reshapeGradConfig,
  ])
    registerGradient(gradient);
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasm,
    'tfjs-backend-wasm-simd.wasm': wasm,
    'tfjs-backend-wasm-threaded-simd.wasm': wasm,
  });
  if (!(await setBackend('wasm'))) throw new Error('The WebAssembly of the training library did not start.');
  await ready();
}
