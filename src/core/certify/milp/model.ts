/** A mixed-integer linear program, minimised, as any solver takes it: sparse rows, bounds on both sides. */
export interface MilpModel {
  readonly cost: Float64Array;
  readonly columnLower: Float64Array;
  readonly columnUpper: Float64Array;
  /** 1 where the column is integer. */
  readonly integer: Uint8Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Row i holds entries start[i] .. start[i + 1] - 1. */
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
  /** What columns, rows and the cost are called where the model is written out; solvers do not look at it. */
  readonly names: MilpNames;
}

/** Letters, digits and `_`, beginning with a letter; all columns differ, and so do all rows. */
export interface MilpNames {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly cost: string;
}

/** What a solver says. `bound` holds whatever the status: no solution costs less. */
export type MilpOutcome =
  | { readonly status: 'optimal' | 'stopped'; readonly bound: number; readonly solution: Float64Array | null }
  | { readonly status: 'infeasible' }
  /** The solver gave no usable answer: nothing follows from it. */
  | { readonly status: 'failed'; readonly reason: string };

/** Solves a model; `stop` is asked now and then. Throws where the model itself is broken. */
export type MilpSolver = (model: MilpModel, stop: () => boolean) => MilpOutcome;

/** Coefficient of a column in a row or an objective. */
export type Term = readonly [column: number, coefficient: number];

interface Column {
  readonly lower: number;
  readonly upper: number;
  readonly integer: boolean;
  readonly name: string;
  cost: number;
}

interface Row {
  readonly lower: number;
  readonly upper: number;
  readonly terms: readonly Term[];
  readonly name: string;
}

/** Puts a model together column by column and row by row. What is not named is numbered: `x_0`, `row_0`. */
export class MilpBuilder {
  private readonly columns: Column[] = [];
  private readonly rows: Row[] = [];
  private costName = 'cost';

  column(lower: number, upper: number, integer = false, name?: string): number {
    this.columns.push({ lower, upper, integer, name: name ?? `x_${this.columns.length}`, cost: 0 });
    return this.columns.length - 1;
  }

  binary(name?: string): number {
    return this.column(0, 1, true, name);
  }

  row(lower: number, upper: number, terms: readonly Term[], name?: string): void {
    this.rows.push({ lower, upper, terms, name: name ?? `row_${this.rows.length}` });
  }

  cost(terms: readonly Term[], name?: string): void {
    this.costName = name ?? this.costName;
    for (const [column, coefficient] of terms) this.columns[column].cost += coefficient;
  }

  build(): MilpModel {
    const start = new Int32Array(this.rows.length + 1);
    const index: number[] = [];
    const value: number[] = [];
    this.rows.forEach(({ terms }, i) => {
      const merged = new Map<number, number>();
      for (const [column, coefficient] of terms) merged.set(column, (merged.get(column) ?? 0) + coefficient);
      for (const [column, coefficient] of merged) {
        if (coefficient === 0) continue;
        index.push(column);
        value.push(coefficient);
      }
      start[i + 1] = index.length;
    });
    return {
      cost: Float64Array.from(this.columns, (c) => c.cost),
      columnLower: Float64Array.from(this.columns, (c) => c.lower),
      columnUpper: Float64Array.from(this.columns, (c) => c.upper),
      integer: Uint8Array.from(this.columns, (c) => (c.integer ? 1 : 0)),
      rowLower: Float64Array.from(this.rows, (r) => r.lower),
      rowUpper: Float64Array.from(this.rows, (r) => r.upper),
      start,
      index: Int32Array.from(index),
      value: Float64Array.from(value),
      names: {
        columns: this.columns.map(({ name }) => name),
        rows: this.rows.map(({ name }) => name),
        cost: this.costName,
      },
    };
  }
}
