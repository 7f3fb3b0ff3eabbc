/** The bytes of flip.wasm. */
export function compileFlipEngine(): Promise<Uint8Array>;
