import { VERSION, type RunHead } from '../../src/extension/history/runHead';
import type { Result } from '../../src/report/result';

/** A run of the history, and a result to go with it. */
export function headOf(id: string, more: Partial<RunHead> = {}): Omit<RunHead, 'resultHash'> & RunHead {
  return {
    version: VERSION,
    id,
    uri: 'file:///a.flipcert.yaml',
    text: `# ${id}`,
    textHash: `hash of ${id}`,
    data: [],
    extension: '0.1.0',
    code: 'c1',
    seeds: [0],
    threads: 2,
    stages: [],
    at: 1,
    complete: true,
    pinned: false,
    models: ['GCN'],
    best: null,
    state: 'exact',
    resultHash: '',
    ...more,
  };
}

export function resultOf(name: string): Result {
  const dataset = {
    name,
    nodes: 1,
    edges: 0,
    features: 1,
    classes: [],
    labelled: [],
    labels: [],
    test: [],
    testLabels: [],
  };
  return { flipcert: 1, config: 'a', dataset, models: [] };
}
