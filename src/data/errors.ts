import { CodedError } from '../core/errors';

/** Which of an experiment's CSV files. */
export type CsvSource = 'edges' | 'nodes' | 'table';

/** A place in a text data file: which of them, and the line, counted from 0. */
export interface DataPlace {
  readonly source: CsvSource;
  readonly line: number;
}

/** An error of a data file. Without a place it is about the whole file; who read it knows where it is named. */
export class DataError extends CodedError {
  constructor(
    code: string,
    message: string,
    readonly place: DataPlace | null = null,
  ) {
    super(code, message, ['dataset']);
  }
}
