/** What the compiled engine (wasm/index.ts and search.ts) calls back for. */
export interface FlipImports {
  readonly index: {
    /** Takes in the set at a depth. */
    readonly record: (depth: number) => void;
    /** Told of the sets visited since the last call; 1 stops the walk. */
    readonly tick: (sets: number) => number;
  };
  readonly step: {
    /** Solves the state at a depth anew, tableau and f with it; returns its gap. */
    readonly repair: (depth: number, gap: number) => number;
  };
  readonly search: {
    /** Takes in the decisions at a depth. */
    readonly record: (depth: number) => void;
    /** Told of the sets dealt with since the last call; 1 stops the search. */
    readonly tick: (sets: number) => number;
  };
}

/** What it exports. Addresses are in bytes. */
export interface FlipExports extends BoundExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Bytes of memory that a walk of this shape needs. */
  readonly bytesFor: (m: number, tests: number, depths: number, levels: number, slots: number) => number;
  /** Lays out the memory; 0 where there is not enough. No address changes afterwards. */
  readonly setUp: (
    m: number,
    tests: number,
    correct: number,
    positions: number,
    depth: number,
    depths: number,
    levels: number,
    mirrored: number,
    slots: number,
  ) => number;
  readonly setBounds: (C: number, feedbackError: number, wideGap: number, updateError: number) => void;
  readonly kernelAt: () => number;
  readonly columnsAt: () => number;
  readonly leastAt: () => number;
  readonly mostAllAt: () => number;
  readonly mostCorrectAt: () => number;
  readonly orderAt: () => number;
  readonly flipsAt: () => number;
  readonly radiiAt: () => number;
  readonly membersOf: () => number;
  readonly floorsAt: () => number;
  readonly state: (depth: number) => number;
  readonly decisions: (depth: number) => number;
  readonly rowBytes: () => number;
  readonly testRowBytes: () => number;
  readonly descend: (depth: number, position: number) => void;
  /** Sets visited; negative where the walk was stopped. */
  readonly walk: (depth: number, from: number, deeper: number) => number;
  /** The pruned search (wasm/search.ts): bytes it needs beside the walk's, and its sizes; 0 where there is no room. */
  readonly searchBytesFor: (m: number, tests: number) => number;
  readonly setUpSearch: (
    tests: number,
    flippable: number,
    size: number,
    probe: number,
    reach: number,
    tell: number,
  ) => number;
  readonly testVectorsAt: () => number;
  readonly testNumbersAt: () => number;
  readonly rowListAt: () => number;
  readonly follow: (depth: number, flip: number) => void;
  /** States visited; negative where it was stopped. */
  readonly search: (depth: number, from: number, rows: number) => number;
}

/** What the bounds of the pruned search rest on (wasm/check.ts), for whoever checks them. Addresses are in bytes. */
export interface BoundExports {
  /** Forms the bounds of a row for the sets below a state, further flips at `from` or behind; 0 where there are none. */
  readonly formBounds: (depth: number, from: number, row: number) => number;
  /** Number of sets that begin with this flip and may change the row; negative where it gives up. */
  readonly listSuspects: (depth: number, flip: number, row: number) => number;
  readonly suspectsAt: (depth: number, flip: number) => number;
  /** The set at hand, to be filled in. */
  readonly setAt: () => number;
  /** ||s a - p||² of the set at hand. */
  readonly exactNorm: (size: number) => number;
  /** Bound of the same for all sets that begin with `size` flips of the set at hand and hold `left` more behind. */
  readonly rangeNorm: (size: number, left: number) => number;
  readonly freeNodesAt: () => number;
  readonly freeCount: () => number;
  readonly ownChangeAt: () => number;
  readonly sharesAt: () => number;
  readonly ownShareAt: () => number;
  readonly scaleUsed: () => number;
  readonly rhoNorm: () => number;
  /** A set of no smaller norm is not left out. */
  readonly normLimit: () => number;
}

/**
 * Makes an instance of the compiled module. The core loads nothing and knows no WebAssembly: whoever runs it does,
 * and hands this in.
 */
export type FlipModule = (imports: FlipImports) => FlipExports;
