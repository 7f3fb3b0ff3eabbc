import type { NetworkOutcome } from './agreement';
import { FiniteNetwork } from './network';
import type { NetworkTask } from './task';
import { train } from './train';

/** Trains one network on every label vector, each time from the same initial weights. @param trained told of each */
export function runTask(
  { labelled, test, width, seed, C, kernel, labels }: NetworkTask,
  trained: (set: number) => void,
): NetworkOutcome {
  const network = new FiniteNetwork(labelled, test, width, seed);
  try {
    let unsettled = 0;
    const decisions = labels.map((y, set) => {
      if (!train(network, y, C, kernel).converged) unsettled++;
      trained(set);
      return network.decisions();
    });
    return { width, seed, decisions, unsettled };
  } finally {
    network.dispose();
  }
}
