/** Texts about a configuration that is sound and does not fit its data. */

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

export const pickled = (names: readonly string[]): string =>
  `Not read, because they hold pickled Python objects: ${list(names)}.`;
export const oneClass = (label: string | number): string =>
  `All nodes have the label ${label}; a certificate needs two classes.`;
export const methodNeedsTwoClasses = (method: string, count: number): string =>
  `\`method: ${method}\` is for two classes, and ${count} are left; write \`auto\`, or take two \`classes\`.`;
export const methodNeedsMoreClasses = (method: string): string =>
  `\`method: ${method}\` is for more than two classes, and 2 are left; write \`auto\`, which is exact.`;
export const oneClassLabelled = (label: string | number): string =>
  `All labelled nodes have the label ${label}; the model sees no other class.`;
export const trustedNotLabelled = (id: number): string =>
  `Node ${id} is not labelled, so its label cannot be trusted; remove it.`;
export const kernelRidge = (ridge: number): string =>
  `\`K\` is positive semi-definite only up to single precision, so ${ridge.toPrecision(2)} is added to its ` +
  'diagonal. Compute it in double precision to certify it as it is.';
export const internal = (message: string): string =>
  `Flipcert failed here, which is a fault of its own: ${message}`;
