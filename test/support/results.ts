/** Small results for the extension's rules. */
import type { Certified } from '../../src/extension/certified';
import type { CurvePoint, ExpectationOutcome, ModelResult, Result } from '../../src/report/result';

/** Certified at one flip, or a bracket where the two differ. */
export function modelOf(name: string, low = 0.5, high = low): ModelResult {
  const curve = [0, 1].map((flips): CurvePoint => {
    const [certified, certifiedAtMost] = flips === 0 ? [1, 1] : [low, high];
    return { flips, certified, certifiedAtMost, certifiedAccuracy: certified };
  });
  const status = low === high ? 'exact' : 'bracket';
  const nodes = [5, 6].map((node) => ({ node, safeFlips: 0, breakingFlips: 1, witness: null }));
  return {
    name,
    architecture: 'gcn',
    C: 1,
    accuracy: 1,
    predictions: [],
    sampleWise: { status, method: 'flip engine', seconds: 1, nodes, curve },
    collective: { status, method: 'flip engine', seconds: 1, curve },
  };
}

export function resultWith(
  models: readonly ModelResult[],
  expectations?: readonly ExpectationOutcome[],
  labelled: readonly number[] = [1, 2],
): Result {
  return {
    flipcert: 1,
    config: 'x',
    dataset: {
      name: 'x',
      nodes: 9,
      edges: 3,
      features: 1,
      classes: [0, 1],
      labelled,
      labels: labelled.map((id) => id % 2),
      test: [5, 6],
      testLabels: [0, 1],
    },
    models,
    ...(expectations ? { expectations } : {}),
  };
}

export function certifiedOf(
  textHash: string,
  models: readonly ModelResult[],
  more: Partial<Certified> = {},
): Certified {
  return { result: resultWith(models), textHash, files: [], stages: [], complete: true, at: 0, ...more };
}

export function outcomeOf(model: string, outcome: ExpectationOutcome['outcome']): ExpectationOutcome {
  const [value, atMost] = outcome === 'open' ? [0.2, 0.8] : [0.5, 0.5];
  return {
    model,
    kind: 'sample-wise',
    budget: 1,
    flips: 1,
    quantity: 'certified-ratio',
    condition: outcome === 'failed' ? '>= 0.9' : '>= 0.5',
    value,
    atMost,
    outcome,
  };
}
