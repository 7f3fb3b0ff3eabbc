import { describe, expect, it } from 'vitest';
import { MilpBuilder } from '../../src/core/certify/milp/model';
import { lpText } from '../../src/core/certify/milp/text/lp';
import { mpsText } from '../../src/core/certify/milp/text/mps';
import { loadHighs, named, readByHighs, readMps } from '../support/programs';

/** A column and a row of every kind. */
function everything(): MilpBuilder {
  const builder = new MilpBuilder();
  const flip = builder.binary('flip_3');
  const fixed = builder.column(0, 0, true, 'flip_5');
  const free = builder.column(-Infinity, Infinity, false, 'free_7');
  const low = builder.column(-2.5, Infinity, false, 'low');
  const high = builder.column(-Infinity, -0.1, false, 'high');
  const box = builder.column(-1, 1, false, 'box');
  const count = builder.column(0, Infinity, true, 'count');
  const range = builder.column(-3, 12, true, 'range');
  builder.column(0, 4, false, 'idle');
  const point = builder.column(0.5, 0.5, false, 'point');
  builder.cost(
    [
      [flip, -1],
      [free, 1 / 3],
      [count, 1e-7],
    ],
    'total',
  );
  builder.row(
    -Infinity,
    2,
    [
      [flip, 1],
      [fixed, 1],
      [count, 1],
    ],
    'budget',
  );
  builder.row(
    -1.5,
    Infinity,
    [
      [free, 0.1 + 0.2],
      [low, -1],
    ],
    'above',
  );
  builder.row(
    0,
    0,
    [
      [box, 1e21],
      [range, -1e-300],
    ],
    'same',
  );
  builder.row(
    -4,
    0.1,
    [
      [high, 1],
      [point, 2],
    ],
    'ranged',
  );
  builder.row(-Infinity, Infinity, [[box, 1]], 'nothing');
  builder.row(-Infinity, 3, [], 'none');
  return builder;
}

describe('programs as text', () => {
  it('as CPLEX LP', () => {
    expect(lpText(everything().build(), ['A program.', ''])).toBe(String.raw`\ A program.
\
Minimize
 total: - flip_3 + 0.3333333333333333 free_7 + 1e-7 count + 0 idle
Subject To
 budget: flip_3 + flip_5 + count <= 2
 above: 0.30000000000000004 free_7 - low >= -1.5
 same: 1e+21 box - 1e-300 range = 0
 ranged_at_least: high + 2 point >= -4
 ranged_at_most: high + 2 point <= 0.1
 none: 0 flip_3 <= 3
Bounds
 flip_5 = 0
 free_7 free
 low >= -2.5
 -inf <= high <= -0.1
 -1 <= box <= 1
 -3 <= range <= 12
 0 <= idle <= 4
 point = 0.5
Generals
 flip_5 count range
Binaries
 flip_3
End
`);
  });

  it('as free MPS', () => {
    expect(mpsText(everything().build(), ['A program.'])).toBe(`* A program.
NAME flipcert
ROWS
 N total
 L budget
 G above
 E same
 G ranged_at_least
 L ranged_at_most
 L none
COLUMNS
 MARKER_0 'MARKER' 'INTORG'
 flip_3 total -1
 flip_3 budget 1
 flip_5 budget 1
 MARKER_1 'MARKER' 'INTEND'
 free_7 total 0.3333333333333333
 free_7 above 0.30000000000000004
 low above -1
 high ranged_at_least 1
 high ranged_at_most 1
 box same 1e+21
 MARKER_2 'MARKER' 'INTORG'
 count total 1e-7
 count budget 1
 range same -1e-300
 MARKER_3 'MARKER' 'INTEND'
 idle total 0
 point ranged_at_least 2
 point ranged_at_most 2
RHS
 RHS budget 2
 RHS above -1.5
 RHS ranged_at_least -4
 RHS ranged_at_most 0.1
 RHS none 3
BOUNDS
 BV BND flip_3
 FX BND flip_5 0
 FR BND free_7
 LO BND low -2.5
 MI BND high
 UP BND high -0.1
 LO BND box -1
 UP BND box 1
 PL BND count
 LO BND range -3
 UP BND range 12
 UP BND idle 4
 FX BND point 0.5
ENDATA
`);
  });

  it('reads back as the same program, to the last bit', async () => {
    const builder = everything();
    // HiGHS drops coefficients below 1e-9 and refuses those above 1e15.
    const model = builder.build();
    const value = model.value.map((v) => (Math.abs(v) > 1e15 || Math.abs(v) < 1e-9 ? Math.sign(v) * 0.7 : v));
    const tame = { ...model, value };
    const highs = await loadHighs();
    expect(readMps(mpsText(model, ['x']))).toEqual(named(model));
    expect(readByHighs(highs, 'mps', mpsText(tame, ['x']))).toEqual(named(tame));
    expect(readByHighs(highs, 'lp', lpText(tame, ['x']))).toEqual(named(tame));
  });

  it('breaks long lines and comments, and lets no comment end early', () => {
    const builder = new MilpBuilder();
    const columns = Array.from({ length: 300 }, (_, i) => builder.binary(`flip_${1000 + i}`));
    builder.row(
      -Infinity,
      3,
      columns.map((x) => [x, 1 / 3] as const),
      'budget',
    );
    const comments = ['word '.repeat(80), 'one\ntwo\u2028three\r four\\'];
    const lp = lpText(builder.build(), comments);
    for (const line of lp.split('\n')) expect(line.length).toBeLessThanOrEqual(130);
    expect(
      lp
        .split('\n')
        .filter((line) => line.startsWith('\\'))
        .at(-1),
    ).toBe('\\ one two three  four\\'.replace('  ', ' '));
    const mps = mpsText(builder.build(), comments).split('\n');
    expect(mps.findIndex((line) => !line.startsWith('*'))).toBe(mps.indexOf('NAME flipcert'));
  });

  it.each([
    ['a space', 'flip 3'],
    ['a bracket', 'flip[3]'],
    ['an exponent', 'e5'],
    ['a word of the format', 'Free'],
    ['a digit first', '3_flip'],
  ])('refuses a name with %s', (_, name) => {
    const builder = new MilpBuilder();
    builder.binary(name);
    for (const write of [lpText, mpsText]) expect(() => write(builder.build(), [])).toThrow(/no name/);
  });

  it('refuses one name for two things, and what is no number', () => {
    for (const write of [lpText, mpsText]) {
      const twice = new MilpBuilder();
      twice.binary('x');
      twice.binary('x');
      expect(() => write(twice.build(), [])).toThrow(/given twice/);
      const rows = new MilpBuilder();
      const x = rows.binary('x');
      rows.row(0, 1, [[x, 1]], 'a');
      rows.row(0, Infinity, [[x, 1]], 'a_at_least');
      expect(() => write(rows.build(), [])).toThrow(/given twice/);
      const nan = new MilpBuilder();
      nan.cost([[nan.binary('x'), Number.NaN]]);
      expect(() => write(nan.build(), [])).toThrow(/not a finite number/);
    }
  });
});
