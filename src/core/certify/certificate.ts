/** How far an answer got. */
export type CertificateStatus = 'exact' | 'bracket' | 'cancelled';

/** A labelled node, by its place in the kernel, and the class the attacker gives it, by its place in the sorted classes. */
export interface LabelFlip {
  readonly labelled: number;
  readonly to: number;
}

export interface NodeRadius {
  /** Largest number of flips proven safe, at most the largest asked for. */
  readonly safe: number;
  /** Fewest flips shown to change the prediction, and which; null where none were found. */
  readonly breaking: number | null;
  readonly witness: readonly LabelFlip[] | null;
  /** The clean decision cannot be told from zero: neither safe nor broken. */
  readonly tie: boolean;
  /** Of a tie: the trained model's decision lies between these two, and 0 does. */
  readonly interval?: readonly [number, number];
}

export interface CollectiveLevel {
  readonly flips: number;
  /** Test nodes shown to change under one set of at most `flips` flips, and that set. */
  readonly changed: number;
  readonly witness: readonly LabelFlip[] | null;
  /** No such set changes more. */
  readonly changedAtMost: number;
  /** The same of the correctly predicted test nodes alone: shown, and at most. */
  readonly correctChanged: number;
  readonly correctChangedAtMost: number;
}

/** Everything proven about one problem. Indices are the problem's: 0 .. m-1 labelled, 0 .. T-1 test. */
export interface Certificate {
  /** T classes predicted with nothing flipped, by their place in the sorted classes. */
  readonly predicted: Int32Array;
  /** T clean decision values. Two classes: f, positive for the second; more: winner minus runner-up. */
  readonly decisions: Float64Array;
  readonly sampleWise: {
    readonly status: CertificateStatus;
    readonly method: string;
    readonly seconds: number;
    readonly nodes: readonly NodeRadius[];
  };
  readonly collective: {
    readonly status: CertificateStatus;
    readonly method: string;
    readonly seconds: number;
    /** An entry for each number of flips asked for. */
    readonly levels: readonly CollectiveLevel[];
  };
}
