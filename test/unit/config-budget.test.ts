import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BudgetSpec } from '../../src/config/budget';
import { allowedFlips, resolveBudgets } from '../../src/config/budget';

const location = { file: 'x', range: { startLine: 0, startColumn: 0, endLine: 0, endColumn: 1 } };
const shares = (...texts: string[]): BudgetSpec => ({
  kind: 'shares',
  shares: texts.map((text) => ({ text, value: Number(text), location })),
});

describe('allowedFlips', () => {
  test.each([
    ['0.29', 100, 29],
    ['0.57', 100, 57],
    ['0.58', 100, 58],
    ['1e-1', 10, 1],
    ['1E-1', 10, 1],
    ['10e-2', 10, 1],
    ['.3', 10, 3],
    ['1.0', 20, 20],
    ['1.', 20, 20],
    ['1', 7, 7],
    ['0', 7, 0],
    ['0.0', 7, 0],
    ['0e99999999', 7, 0],
    ['+0.5', 7, 3],
    ['0.3333333333333333333333', 3, 0],
    ['0.99999999999999999999', 5, 4],
    ['1e-999999999', 5, 0],
    ['0.1e1', 5, 5],
    ['0.05', 20, 1],
    ['0.15', 20, 3],
  ])('%s of %i is %i', (text, m, flips) => {
    expect(allowedFlips(text, m)).toBe(flips);
  });

  test.each(['', '.', 'x', '0x1', '-0.1', '1.01', '2', '1e1', '1.00000000000000000000001', '1e', 'NaN'])(
    '%s is refused',
    (text) => {
      expect(() => allowedFlips(text, 10)).toThrow(RangeError);
    },
  );

  test('is the floor of the exact product, for every decimal of up to six digits', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(6), fc.nat(5000), (numerator, digits, m) => {
        const scale = 10 ** digits;
        const value = numerator % (scale + 1);
        const text =
          digits === 0
            ? String(value)
            : `${Math.floor(value / scale)}.${String(value % scale).padStart(digits, '0')}`;
        expect(allowedFlips(text, m)).toBe(Math.floor((value * m) / scale));
        expect(allowedFlips(`${value}e-${digits}`, m)).toBe(Math.floor((value * m) / scale));
      }),
    );
  });
});

describe('resolveBudgets', () => {
  test('begins with 0 flips, ascends, and keeps an entry for each share', () => {
    expect(resolveBudgets(shares('0.5', '0.05', '0.1', '0.07'), 20, 20)).toEqual([
      { flips: 0, share: null },
      { flips: 1, share: 0.05 },
      { flips: 1, share: 0.07 },
      { flips: 2, share: 0.1 },
      { flips: 10, share: 0.5 },
    ]);
  });
  test('keeps one entry for a share written twice, and for 0', () => {
    expect(resolveBudgets(shares('0.1', '1e-1', '0'), 10, 10)).toEqual([
      { flips: 0, share: 0 },
      { flips: 1, share: 0.1 },
    ]);
  });
  test('numbers of flips are sorted and each kept once', () => {
    const spec: BudgetSpec = { kind: 'flips', flips: [3, 1, 3, 0], locations: [] };
    expect(resolveBudgets(spec, 10, 10).map(({ flips }) => flips)).toEqual([0, 1, 3]);
  });
  test('all ends at the labels that may be flipped', () => {
    expect(resolveBudgets({ kind: 'all' }, 5, 3).map(({ flips }) => flips)).toEqual([0, 1, 2, 3]);
  });
  test('never descends', () => {
    const share = fc.nat(1000).map((n) => String(n / 1000));
    fc.assert(
      fc.property(fc.array(share, { minLength: 1 }), fc.nat(200), (texts, m) => {
        const budgets = resolveBudgets(shares(...texts), m, m);
        expect(budgets[0].flips).toBe(0);
        for (let i = 1; i < budgets.length; i++)
          expect(budgets[i].flips).toBeGreaterThanOrEqual(budgets[i - 1].flips);
      }),
    );
  });
});
