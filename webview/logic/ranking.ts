/** The order of the models: best first at the budget. */
import { pointAt } from './curves';
import type { Overview } from './overview';

/** Names, best first: by the certificate for single nodes, then the collective one, then the accuracy, then the file. */
export function rankModels(models: readonly Overview[], flips: number): readonly string[] {
  const keyed = models.map(({ name, curves, accuracy }) => ({
    name,
    keys: [
      pointAt(curves['sample-wise'], flips)?.low ?? -1,
      pointAt(curves.collective, flips)?.low ?? -1,
      accuracy.mean,
    ],
  }));
  return keyed
    .sort((a, b) => {
      for (let i = 0; i < a.keys.length; i++) {
        if (Math.abs(a.keys[i] - b.keys[i]) > 1e-12) return b.keys[i] - a.keys[i];
      }
      return 0;
    })
    .map((entry) => entry.name);
}

/** Keeps the names that are still there in the order they had, and adds the new ones at the end. */
export function keepOrder(order: readonly string[], names: readonly string[]): readonly string[] {
  return [...order.filter((name) => names.includes(name)), ...names.filter((name) => !order.includes(name))];
}
