/** Builds everything into `outdir`; sizes in bytes by file. */
export function buildAll(outdir?: string): Promise<Record<string, number>>;

/** The same, and beside the sizes the folders of the packages whose code is in what was built. */
export function bundleAll(
  outdir?: string,
): Promise<{ sizes: Record<string, number>; packages: readonly string[] }>;
