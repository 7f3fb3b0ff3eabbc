/** What a run says of its own accord, in a result and in the log. */

export const notUnique = (): string =>
  'The clipped kernel of the labelled nodes has a negative eigenvalue, so that training has no single answer: every prediction stays open. Use `ntk: exact`.';
