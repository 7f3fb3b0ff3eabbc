/** The certified ratios as a LaTeX table (booktabs), as papers print them. */
import { percentDigits } from './format';
import type { CertificateKind, CurvePoint, MeanPoint, Result, Spread } from './result';

/** Columns of budgets that fit a page; of more, as many are taken at even distances, the first and the last among them. */
const MOST_BUDGETS = 9;

type Quantity = 'ratio' | 'accuracy';

interface Row {
  readonly name: string;
  readonly accuracy: string;
  readonly kind: CertificateKind;
  /** By flips. */
  readonly cells: ReadonlyMap<number, string>;
}

/**
 * A `table` of one line for each model and kind, in per cent with one decimal: an interval where the answer is a
 * bracket, mean and sample standard deviation where there are several seeds. It needs the packages booktabs and,
 * with several seeds, nothing more. The same result gives the same bytes.
 */
export function latexTable(result: Result, quantity: Quantity = 'ratio'): string {
  const rows = result.means ? meanRows(result, quantity) : modelRows(result, quantity);
  const all = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))].sort((a, b) => a - b);
  const budgets = spreadOut(
    all.filter((flips) => flips > 0),
    MOST_BUDGETS,
  );
  const { dataset } = result;
  const labelled = dataset.labelled.length;
  const what = quantity === 'ratio' ? 'Certified ratio' : 'Certified accuracy';
  const caption = [
    `${what} in \\% on ${escape(dataset.name)}`,
    `(${labelled} labelled, ${dataset.test.length} test nodes)`,
    `against the number of flipped labels${left(all, budgets)}.`,
    'Sample-wise: one node at a time. Collective: all at once, under one common set of flips.',
    ...(result.seeds ? [`Mean and standard deviation over ${result.seeds.length} seeds.`] : []),
    ...(rows.some(({ cells }) => [...cells.values()].some((cell) => cell.includes('--')))
      ? ['An interval is what is proven and what is not excluded.']
      : []),
  ].join(' ');
  return [
    `% ${result.config.replace(/\s+/g, ' ')}`,
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${caption}}`,
    `  \\begin{tabular}{llr${'r'.repeat(budgets.length)}}`,
    '    \\toprule',
    `    Model & Certificate & Accuracy & ${budgets.map((flips) => heading(flips)).join(' & ')} \\\\`,
    '    \\midrule',
    ...rows.map((row, i) => {
      const first = row.name !== rows[i - 1]?.name;
      const cells = budgets.map((flips) => row.cells.get(flips) ?? '');
      return `    ${[first ? escape(row.name) : '', KINDS[row.kind], first ? row.accuracy : '', ...cells].join(' & ')} \\\\`;
    }),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

const KINDS: Readonly<Record<CertificateKind, string>> = {
  'sample-wise': 'sample-wise',
  collective: 'collective',
};

function heading(flips: number): string {
  return flips === 1 ? '1 flip' : `${flips} flips`;
}

function left(all: readonly number[], shown: readonly number[]): string {
  const hidden = all.filter((flips) => flips > 0).length - shown.length;
  return hidden > 0 ? ` (${hidden} more budgets are left out)` : '';
}

function modelRows({ models }: Result, quantity: Quantity): Row[] {
  return models.flatMap((model) =>
    rowsOf(model.name, percentDigits(model.accuracy), model, (point: CurvePoint) =>
      quantity === 'accuracy'
        ? percentDigits(point.certifiedAccuracy)
        : interval(point.certified, point.certifiedAtMost, percentDigits(point.certified)),
    ),
  );
}

function meanRows({ means }: Result, quantity: Quantity): Row[] {
  return (means ?? []).flatMap((mean) =>
    rowsOf(mean.name, around(mean.accuracy), mean, (point: MeanPoint) =>
      quantity === 'accuracy'
        ? around(point.certifiedAccuracy)
        : interval(point.certified.mean, point.certifiedAtMost.mean, around(point.certified)),
    ),
  );
}

function rowsOf<P extends { readonly flips: number }>(
  name: string,
  accuracy: string,
  of: {
    readonly sampleWise?: { readonly curve: readonly P[] };
    readonly collective?: { readonly curve: readonly P[] };
  },
  cell: (point: P) => string,
): Row[] {
  const kinds = [
    ['sample-wise', of.sampleWise],
    ['collective', of.collective],
  ] as const;
  return kinds.flatMap(([kind, certificate]) =>
    certificate === undefined
      ? []
      : [{ name, accuracy, kind, cells: new Map(certificate.curve.map((p) => [p.flips, cell(p)])) }],
  );
}

function interval(low: number, high: number, exact: string): string {
  return low === high ? exact : `${percentDigits(low)}--${percentDigits(high)}`;
}

function around({ mean, deviation }: Spread): string {
  return `$${percentDigits(mean)} \\pm ${(100 * deviation).toFixed(1)}$`;
}

function spreadOut(values: readonly number[], most: number): number[] {
  if (values.length <= most) return [...values];
  const step = (values.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => values[Math.round(i * step)]);
}

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Text as LaTeX prints it. */
function escape(text: string): string {
  return text.replace(/[\\~^]|[&%$#_{}]/g, (c) => SPECIAL[c] ?? `\\${c}`).replace(/\s+/g, ' ');
}
