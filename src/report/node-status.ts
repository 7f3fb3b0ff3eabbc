import type { NodeCertificate } from './result';

/** What is proven of one node at a budget. */
export type NodeStatus = 'safe' | 'broken' | 'open' | 'tie';

/** Past the largest budget that was asked for a node is open at best: nothing is claimed that was not proven. */
export function statusAt(certificate: NodeCertificate, flips: number): NodeStatus {
  if (certificate.tie) return 'tie';
  if (certificate.safeFlips >= flips) return 'safe';
  if (certificate.breakingFlips !== null && certificate.breakingFlips <= flips) return 'broken';
  return 'open';
}
