/** What a run says of its own accord, in a result and in the log. */

export const indefinite = (): string =>
  'The clipped kernel of the labelled nodes has a negative eigenvalue: where training has no single answer, predictions stay open. `ntk: exact` has no such kernel.';
export const budgetNotAsked = (flips: number, known: readonly number[]): string =>
  `Labels can only be ranked at a budget that is certified, and ${flips} is none of them. In flips they are: ${known.join(', ')}.`;
export const ofCertification = (model: string, node: number | null, message: string): string =>
  node === null ? `${model}: ${message}` : `${model}, label of node ${node} trusted: ${message}`;
export const cacheFailed = (folder: string, reason: string): string =>
  `Nothing is kept in the cache ${folder}: ${reason}`;
export const outOfMemory = (): string =>
  'A worker thread ran out of memory, so the run was ended. Take fewer nodes with `classes` or `nodes`, fewer test nodes, or fewer threads (`flipcert.threads`, `--jobs`).';
export const plainEngine = (): string =>
  'The flip engine runs in plain TypeScript: WebAssembly with SIMD cannot be had here, or it does not serve this model. Answers are the same, but take about three times as long.';
