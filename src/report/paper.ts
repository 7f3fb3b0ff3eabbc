import type { CertificateKind, MeanCertificate, Result, SeedResult, Spread } from './result';

/** Collective certified ratios in per cent as a paper states them, by model; a budget each. */
export interface PublishedRatios {
  readonly source: string;
  readonly budgets: readonly number[];
  readonly models: Readonly<Record<string, readonly number[]>>;
}

/** Budgets that a ranking takes together: above `over`, up to and with `to`. */
export interface BudgetGroup {
  readonly over: number;
  readonly to: number;
}

/** As the paper groups them: weak, intermediate and strong attacks. */
export const BUDGET_GROUPS: readonly BudgetGroup[] = [
  { over: 0, to: 0.1 },
  { over: 0.1, to: 0.3 },
  { over: 0.3, to: 1 },
];

export interface Cell extends Spread {
  /** Per cent; null where nothing is published. */
  readonly published: number | null;
}

/** A model's means at each budget. */
export interface PaperRow {
  readonly model: string;
  readonly cells: readonly Cell[];
}

export interface PaperTable {
  readonly kind: CertificateKind;
  readonly quantity: 'certified-ratio' | 'certified-accuracy';
  readonly budgets: readonly number[];
  readonly rows: readonly PaperRow[];
}

/** The means of one kind and quantity over all seeds, budgets as shares; empty where that kind was not certified. */
export function paperTable(
  { means }: Result,
  kind: CertificateKind,
  quantity: PaperTable['quantity'],
  published: PublishedRatios | null,
): PaperTable {
  const rows = (means ?? []).flatMap((mean) => {
    const certificate = kind === 'collective' ? mean.collective : mean.sampleWise;
    return certificate === undefined ? [] : [{ model: mean.name, certificate }];
  });
  const budgets = rows.length === 0 ? [] : sharesOf(rows[0].certificate);
  return {
    kind,
    quantity,
    budgets,
    rows: rows.map(({ model, certificate }) => ({
      model,
      cells: certificate.curve
        .filter(({ budget }) => budget !== undefined)
        .map((point) => ({
          ...(quantity === 'certified-ratio' ? point.certified : point.certifiedAccuracy),
          published:
            kind === 'collective' && quantity === 'certified-ratio'
              ? publishedAt(published, model, point.budget)
              : null,
        })),
    })),
  };
}

function sharesOf({ curve }: MeanCertificate): number[] {
  return curve.flatMap(({ budget }) => (budget === undefined ? [] : [budget]));
}

function publishedAt(
  published: PublishedRatios | null,
  model: string,
  budget: number | undefined,
): number | null {
  const at = published?.budgets.indexOf(budget ?? NaN) ?? -1;
  return published?.models[model]?.[at] ?? null;
}

/** Greatest distance to the published ratios in points of per cent; null where none are known. */
export function farthest({ rows }: PaperTable): number | null {
  const distances = rows.flatMap(({ cells }) =>
    cells.flatMap(({ mean, published }) => (published === null ? [] : [Math.abs(100 * mean - published)])),
  );
  return distances.length === 0 ? null : Math.max(...distances);
}

export interface RankRow {
  readonly model: string;
  /** A mean rank for each group; null where it holds no budget. */
  readonly ranks: readonly (number | null)[];
}

/**
 * Mean rank of every model by certified ratio, over all seeds and the budgets of each group. Rank 1 has the largest
 * ratio; equal ones share the mean of their ranks.
 */
export function meanRanks(
  seeds: readonly SeedResult[],
  kind: CertificateKind,
  groups: readonly BudgetGroup[] = BUDGET_GROUPS,
): RankRow[] {
  const names = seeds[0]?.models.map(({ name }) => name) ?? [];
  const sums = names.map(() => groups.map(() => ({ sum: 0, count: 0 })));
  for (const { models } of seeds) {
    const curves = models.map((m) => (kind === 'collective' ? m.collective : m.sampleWise)?.curve ?? []);
    curves[0]?.forEach(({ budget }, k) => {
      const ranks = ranksOf(curves.map((curve) => curve[k]?.certified ?? 0));
      groups.forEach(({ over, to }, g) => {
        if (budget === undefined || !(budget > over && budget <= to)) return;
        ranks.forEach((rank, i) => {
          sums[i][g].sum += rank;
          sums[i][g].count++;
        });
      });
    });
  }
  return names.map((model, i) => ({
    model,
    ranks: sums[i].map(({ sum, count }) => (count === 0 ? null : sum / count)),
  }));
}

/** 1 for the largest value; equal ones share the mean of their ranks. */
export function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => {
    const above = values.filter((other) => other > value).length;
    const equal = values.filter((other) => other === value).length;
    return above + (equal + 1) / 2;
  });
}
