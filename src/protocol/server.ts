/** What the extension asks of the language server besides what every editor does. */

/** Number of errors in an open configuration as it stands; null where it is not open. */
export const ERRORS_REQUEST = 'flipcert/errors';

export interface ErrorsParams {
  readonly uri: string;
}

/** Told once the user trusts the workspace, where the server was started with `{ trusted: false }`. */
export const TRUSTED_NOTIFICATION = 'flipcert/trusted';

/** Told with the limits whenever they change. */
export const LIMITS_NOTIFICATION = 'flipcert/limits';

export type ErrorsAnswer = number | null;
