import { pivot } from './tableau';

/**
 * Pivots made on a tableau that itself stays as it is: each is kept with the row it was made on, so that any row
 * of the pivoted tableau can be formed when it is asked for. A path asks for few rows; forming them costs a few
 * times m where pivoting the whole tableau costs m² each time.
 */
export class PivotLog {
  private readonly rows: Float64Array[] = [];
  private readonly indices: Int32Array;
  private readonly inverses: Float64Array;
  private count = 0;

  /** @param capacity most pivots that are kept */
  constructor(
    private readonly m: number,
    capacity = 4 * m + 16,
  ) {
    this.indices = new Int32Array(capacity);
    this.inverses = new Float64Array(capacity);
  }

  get length(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
  }

  /** Row r of the tableau after all pivots kept. */
  row(G: Float64Array, r: number, out: Float64Array): void {
    const { m } = this;
    const from = r * m;
    for (let j = 0; j < m; j++) out[j] = G[from + j];
    for (let l = 0; l < this.count; l++) pivotRow(out, r, this.rows[l], this.indices[l], this.inverses[l], m);
  }

  /**
   * Keeps a pivot on index k.
   * @param rowK row k of the tableau as it stands; taken as a copy
   * @param follow another row, `followIndex`, that is brought up to date
   * @returns false where no more can be kept
   */
  push(k: number, rowK: Float64Array, follow: Float64Array, followIndex: number): boolean {
    const at = this.count;
    if (at === this.indices.length) return false;
    if (at === this.rows.length) this.rows.push(new Float64Array(this.m));
    this.rows[at].set(rowK);
    this.indices[at] = k;
    this.inverses[at] = 1 / rowK[k];
    this.count++;
    pivotRow(follow, followIndex, this.rows[at], k, this.inverses[at], this.m);
    return true;
  }

  /** Carries the pivots out on a whole tableau. */
  apply(G: Float64Array): void {
    for (let l = 0; l < this.count; l++) pivot(G, this.m, this.indices[l]);
  }
}

/** What a pivot on index k, whose row was `rowK`, makes of row r. */
function pivotRow(
  row: Float64Array,
  r: number,
  rowK: Float64Array,
  k: number,
  inverse: number,
  m: number,
): void {
  if (r === k) {
    for (let j = 0; j < m; j++) row[j] *= -inverse;
    row[k] = inverse;
    return;
  }
  const a = row[k] * inverse;
  for (let j = 0; j < m; j++) row[j] -= a * rowK[j];
  row[k] = a;
}
