import { CodedError } from '../core/errors';

/** A place in a text data file: which of the two, and the line, counted from 0. */
export interface DataPlace {
  readonly source: 'edges' | 'nodes';
  readonly line: number;
}

/** An error of a data file. Without a place it is about the whole file, and points to where the file is named. */
export class DataError extends CodedError {
  constructor(
    code: string,
    message: string,
    readonly place: DataPlace | null = null,
  ) {
    super(code, message, ['dataset', 'graph']);
  }
}
