/** Builds everything into `outdir`; sizes in bytes by file. */
export function buildAll(outdir?: string): Promise<Record<string, number>>;
