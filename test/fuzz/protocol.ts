/** Between the thread that reads inputs and the one that watches it. */

export interface FuzzerSetup {
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
  /** This input alone; null draws them. */
  readonly input: Uint8Array | null;
  readonly shared: SharedArrayBuffer;
  /** End of the bundle's address: what is covered in it counts. */
  readonly script: string;
}

export type FromFuzzer =
  | { readonly type: 'done'; readonly read: number; readonly refused: number; readonly corpus: number }
  /** About the input that is the current one. */
  | { readonly type: 'failed'; readonly failure: string };

const LENGTH = 0;
const BEGAN = 1;
const COUNT = 2;
const HEAD_BYTES = 12;

/** The input that is being read, where the watching thread sees it. */
export class CurrentInput {
  private readonly head: Int32Array;
  private readonly bytes: Uint8Array;

  static create(most: number): SharedArrayBuffer {
    return new SharedArrayBuffer(HEAD_BYTES + most);
  }

  constructor(shared: SharedArrayBuffer) {
    this.head = new Int32Array(shared, 0, HEAD_BYTES / 4);
    this.bytes = new Uint8Array(shared, HEAD_BYTES);
  }

  begin(input: Uint8Array): void {
    this.bytes.set(input);
    Atomics.store(this.head, LENGTH, input.length);
    Atomics.add(this.head, COUNT, 1);
    Atomics.store(this.head, BEGAN, 1);
  }

  end(): void {
    Atomics.store(this.head, BEGAN, 0);
  }

  /** Number of the input that is being read, counted from 1; null between two. */
  number(): number | null {
    return Atomics.load(this.head, BEGAN) === 1 ? Atomics.load(this.head, COUNT) : null;
  }

  input(): Uint8Array {
    return this.bytes.slice(0, Atomics.load(this.head, LENGTH));
  }
}
