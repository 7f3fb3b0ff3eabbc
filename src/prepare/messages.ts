/** Texts about a configuration that is sound and does not fit its data. */

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

export const pickled = (names: readonly string[]): string =>
  `Not read, because they hold pickled Python objects: ${list(names)}.`;
export const oneClass = (label: string | number): string =>
  `All nodes have the label ${label}; a certificate needs two classes.`;
export const manyClasses = (count: number): string =>
  `${count} classes are left, and more than two is not available in this version; ` +
  'write `classes: largest-two`, or a list of two labels.';
export const oneClassLabelled = (label: string | number): string =>
  `All labelled nodes have the label ${label}; the model sees no other class.`;
export const trustedNotLabelled = (id: number): string =>
  `Node ${id} is not labelled, so its label cannot be trusted; remove it.`;
export const internal = (message: string): string =>
  `Flipcert failed here, which is a fault of its own: ${message}`;
