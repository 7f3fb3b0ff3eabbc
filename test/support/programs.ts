import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import highsLoader from 'highs';
import type { Highs } from 'highs';
import type { MilpModel } from '../../src/core/certify/milp/model';

/** A program by the names of its columns and rows: what a file says, whatever its order. */
export interface NamedProgram {
  readonly columns: Record<string, { lower: number; upper: number; integer: boolean; cost: number }>;
  readonly rows: Record<string, { lower: number; upper: number; terms: Record<string, number> }>;
}

export const wasm = join(dirname(createRequire(import.meta.url).resolve('highs')), 'highs.wasm');

export async function loadHighs(): Promise<Highs> {
  return highsLoader({ wasmBinary: await readFile(wasm) });
}

/** What a file should say: rows with two different bounds appear as two, rows without any do not. */
export function named(model: MilpModel): NamedProgram {
  const { names, start, index, value } = model;
  const program: NamedProgram = { columns: {}, rows: {} };
  names.columns.forEach((name, j) => {
    program.columns[name] = {
      lower: model.columnLower[j],
      upper: model.columnUpper[j],
      integer: model.integer[j] === 1,
      cost: model.cost[j] + 0,
    };
  });
  names.rows.forEach((name, i) => {
    const terms: Record<string, number> = {};
    for (let e = start[i]; e < start[i + 1]; e++) terms[names.columns[index[e]]] = value[e];
    const [lower, upper] = [model.rowLower[i], model.rowUpper[i]];
    if (lower === -Infinity && upper === Infinity) return;
    if (lower === upper || lower === -Infinity || upper === Infinity) {
      program.rows[name] = { lower, upper, terms };
      return;
    }
    program.rows[`${name}_at_least`] = { lower, upper: Infinity, terms };
    program.rows[`${name}_at_most`] = { lower: -Infinity, upper, terms };
  });
  return program;
}

/** Reads a file by HiGHS: the program as HiGHS holds it. */
export function readByHighs(highs: Highs, format: 'lp' | 'mps', text: string): NamedProgram {
  return highs.withModel((model) => {
    model.options.set({ output_flag: false });
    model.readModel({ format, data: text });
    const lp = model.getLp('csr');
    if (lp.sense !== highs.constants.objectiveSense.minimize) throw new Error('This file maximises.');
    const program: NamedProgram = { columns: {}, rows: {} };
    const column = Array.from({ length: lp.numCols }, (_, j) => model.getColName(j));
    column.forEach((name, j) => {
      program.columns[name] = {
        lower: lp.colLower[j] + 0,
        upper: lp.colUpper[j] + 0,
        integer: lp.integrality[j] === highs.constants.variableType.integer,
        cost: lp.colCost[j] + 0,
      };
    });
    for (let i = 0; i < lp.numRows; i++) {
      const terms: Record<string, number> = {};
      for (let e = lp.matrix.starts[i]; e < (lp.matrix.starts[i + 1] ?? lp.matrix.values.length); e++)
        if (lp.matrix.values[e] !== 0) terms[column[lp.matrix.indices[e]]] = lp.matrix.values[e];
      program.rows[model.getRowName(i)] = { lower: lp.rowLower[i] + 0, upper: lp.rowUpper[i] + 0, terms };
    }
    return program;
  });
}

/** The optimum of a file, and its columns, as HiGHS finds them. */
export function solveByHighs(
  highs: Highs,
  format: 'lp' | 'mps',
  text: string,
): { optimum: number; columns: Record<string, number> } {
  return highs.withModel((model) => {
    model.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 1e-6,
      mip_feasibility_tolerance: 1e-9,
    });
    model.readModel({ format, data: text });
    model.run();
    if (model.getModelStatus() !== highs.constants.modelStatus.optimal)
      throw new Error('There is no optimum.');
    const values = model.getSolution().colValue;
    const columns = Object.fromEntries(Array.from(values, (value, j) => [model.getColName(j), value]));
    return { optimum: Number(model.info.get('objective_function_value')), columns };
  });
}

/**
 * Reads free MPS as its oldest description has it: integer columns between markers are at most 1 unless a bound says
 * otherwise, and an upper bound below 0 without a lower one frees the column. Shares no code with the project or HiGHS.
 */
export function readMps(text: string): NamedProgram {
  const program: NamedProgram = { columns: {}, rows: {} };
  const sides: Record<string, string> = {};
  const touched = new Set<string>();
  let cost = '';
  let section = '';
  let integer = false;
  let ended = false;
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('*')) continue;
    const fields = line.trim().split(/\s+/);
    if (!line.startsWith(' ')) {
      section = fields[0];
      ended = section === 'ENDATA';
      continue;
    }
    if (section === 'ROWS') {
      const [sense, name] = fields;
      if (name in sides) throw new Error(`Row ${name} comes twice.`);
      sides[name] = sense;
      if (sense === 'N') cost = name;
      else
        program.rows[name] = {
          lower: sense === 'L' ? -Infinity : 0,
          upper: sense === 'G' ? Infinity : 0,
          terms: {},
        };
    } else if (section === 'COLUMNS') {
      if (fields[1] === "'MARKER'") {
        integer = fields[2] === "'INTORG'";
        continue;
      }
      const [name, row, value] = fields;
      program.columns[name] ??= { lower: 0, upper: integer ? 1 : Infinity, integer, cost: 0 };
      if (row === cost) program.columns[name].cost = Number(value) + 0;
      else program.rows[row].terms[name] = Number(value);
    } else if (section === 'RHS') {
      const row = program.rows[fields[1]];
      if (sides[fields[1]] !== 'G') row.upper = Number(fields[2]);
      if (sides[fields[1]] !== 'L') row.lower = Number(fields[2]);
    } else if (section === 'BOUNDS') {
      const [kind, , name, text] = fields;
      const column = program.columns[name];
      const value = Number(text);
      if (kind === 'BV') Object.assign(column, { lower: 0, upper: 1, integer: true });
      else if (kind === 'FX') Object.assign(column, { lower: value, upper: value });
      else if (kind === 'FR') Object.assign(column, { lower: -Infinity, upper: Infinity });
      else if (kind === 'MI') column.lower = -Infinity;
      else if (kind === 'PL') column.upper = Infinity;
      else if (kind === 'LO') column.lower = value;
      else if (kind === 'UP') {
        if (value <= 0 && !touched.has(name)) column.lower = -Infinity;
        column.upper = value;
      } else throw new Error(`Bound ${kind} is not known.`);
      touched.add(name);
    } else throw new Error(`Section ${section} is not known.`);
  }
  if (!ended) throw new Error('The file does not end.');
  return program;
}
