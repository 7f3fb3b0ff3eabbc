/** Panel states around a result. */
import type { PanelState, PanelStatus } from '../../../src/report/panel-state';
import type { Result } from '../../../src/report/result';

export function stateOf(result: Result | null, status: PanelStatus = { kind: 'current' }): PanelState {
  return {
    title: 'coramlb.flipcert.yaml',
    command: 'flipcert certify coramlb.flipcert.yaml',
    result,
    status,
    details: [
      ['Finished', '2 minutes ago'],
      ['Kernel', 'GCN, one hidden layer, ReLU'],
    ],
  };
}

export const running = (finished: readonly string[], model: string | null, done = 0.43): PanelStatus => ({
  kind: 'running',
  done,
  secondsLeft: 12,
  model,
  finished,
  cancelling: false,
});

export const failed = (crashed = false): PanelStatus => ({
  kind: 'failed',
  title: 'labels.csv has 21 labelled nodes; the graph has 20 of them.',
  detail: 'Line 14: node 1240 is not in coramlb.npz (last node is 1234). Nothing was certified.',
  diagnostics: [
    {
      code: 'unknown-node',
      message: 'node 1240 is not in coramlb.npz (last node is 1234)',
      severity: 'error',
      file: 'data/labels.csv',
      range: { startLine: 13, startColumn: 0, endLine: 13, endColumn: 4 },
    },
  ],
  crashed,
});
