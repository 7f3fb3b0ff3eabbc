/** What a run says of its own accord, in a result and in the log. */

export const notUnique = (): string =>
  'The clipped kernel of the labelled nodes has a negative eigenvalue, so that training has no single answer: every prediction stays open. Use `ntk: exact`.';
export const budgetNotAsked = (flips: number, known: readonly number[]): string =>
  `Labels can only be ranked at a budget that is certified, and ${flips} is none of them. In flips they are: ${known.join(', ')}.`;
export const ofCertification = (model: string, node: number | null, message: string): string =>
  node === null ? `${model}: ${message}` : `${model}, label of node ${node} trusted: ${message}`;
