import Table from 'cli-table3';
import { printable } from '../config/diagnostic-text';
import { percentDigits } from '../report/format';
import { BUDGET_GROUPS, farthest, meanRanks, paperTable } from '../report/paper';
import type { Cell, PaperTable, PublishedRatios } from '../report/paper';
import type { CertificateKind, Result } from '../report/result';
import * as messages from './messages';
import { PLAIN_TABLE } from './plain-table';
import { remarks } from './table';

/** Ratios and accuracies by model and budget, published values beside them, and mean ranks by budget group. */
export function paperReport(
  result: Result,
  published: PublishedRatios | null,
  kinds: readonly CertificateKind[],
): string {
  const { seeds } = result;
  const sections = kinds.flatMap((kind) =>
    (['certified-ratio', 'certified-accuracy'] as const).flatMap((quantity) => {
      const table = paperTable(result, kind, quantity, published);
      return table.rows.length === 0 ? [] : [section(table, published)];
    }),
  );
  const ranks = kinds.flatMap((kind) => {
    const certified = result.models.some((m) => (kind === 'collective' ? m.collective : m.sampleWise));
    return certified && seeds !== undefined ? [rankSection(result, kind)] : [];
  });
  const open = [...(result.means ?? [])].some(({ sampleWise, collective }) =>
    [sampleWise, collective].some((c) => c !== undefined && c.status !== 'exact'),
  );
  return [
    ...sections,
    ...ranks,
    [...(open ? [messages.paperOpen] : []), messages.ratioLegend, ...remarks(result)].join('\n'),
    '',
  ].join('\n\n');
}

function section(table: PaperTable, published: PublishedRatios | null): string {
  const { kind, quantity, budgets, rows } = table;
  const grid = new Table({
    head: ['model', ...budgets.map((budget) => `${+(100 * budget).toFixed(4)} %`)],
    colAligns: ['left', ...budgets.map(() => 'right' as const)],
    ...PLAIN_TABLE,
  });
  for (const { model, cells } of rows) grid.push([printable(model), ...cells.map(cellText)]);
  const distance = farthest(table);
  return [
    messages.paperHeading(kind, quantity),
    grid.toString(),
    ...(distance === null || published === null
      ? []
      : [messages.publishedBeside(published.source, distance)]),
  ].join('\n');
}

/** Per cent: mean ± standard deviation, and in brackets what is published. */
function cellText({ mean, deviation, published }: Cell): string {
  const own = `${percentDigits(mean)} ± ${(100 * deviation).toFixed(1)}`;
  return published === null ? own : `${own} (${published.toFixed(1)})`;
}

function rankSection({ seeds }: Result, kind: CertificateKind): string {
  const grid = new Table({
    head: ['model', ...BUDGET_GROUPS.map(({ over, to }) => messages.budgetGroup(over, to))],
    colAligns: ['left', ...BUDGET_GROUPS.map(() => 'right' as const)],
    ...PLAIN_TABLE,
  });
  for (const { model, ranks } of meanRanks(seeds ?? [], kind))
    grid.push([printable(model), ...ranks.map((rank) => (rank === null ? '' : rank.toFixed(2)))]);
  return [messages.rankHeading(kind), grid.toString()].join('\n');
}
