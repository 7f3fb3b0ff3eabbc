/** The order of the models: best first at the budget. */
import type { ModelResult } from '../../src/report/result';
import { pointAt, shape, type Quantity } from './curves';

/** Names, best first: by the certificate for single nodes, then the collective one, then the accuracy, then the file. */
export function rankModels(
  models: readonly ModelResult[],
  quantity: Quantity,
  flips: number,
): readonly string[] {
  const keyed = models.map((model) => ({
    name: model.name,
    keys: [
      pointAt(shape(model, 'sample-wise', quantity), flips)?.low ?? -1,
      pointAt(shape(model, 'collective', quantity), flips)?.low ?? -1,
      model.accuracy,
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
