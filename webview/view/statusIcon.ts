/** The sign of each status; the word always stands beside it. */
import type { IconName } from '../icons';
import type { NodeStatus } from '../logic/nodes';

export const STATUS_ICON: Readonly<Record<NodeStatus, IconName>> = {
  safe: 'check',
  broken: 'close',
  open: 'question',
  tie: 'equal',
};
