/** What the last bounds rest on, for whoever checks them. Nothing here is part of a search. */
import { freeNodes, ownChange, ownShare, shares } from './search-layout';
import { free } from './shares';
import { limit, rho, usedScale } from './test-row';

export { exactNorm, rangeNorm, setAt } from './ranges';
export { formBounds, listSuspects, suspectsAt } from './search';

/** The free nodes (i32), and how many. */
export function freeNodesAt(): usize {
  return freeNodes;
}
export function freeCount(): i32 {
  return free;
}

/** h over the flips; the rows M_j, over the free nodes; ν over all labelled nodes. */
export function ownChangeAt(): usize {
  return ownChange;
}
export function sharesAt(): usize {
  return shares;
}
export function ownShareAt(): usize {
  return ownShare;
}

/** s, ||ρ||², and what the norm of a set that is left out is below. */
export function scaleUsed(): f64 {
  return usedScale;
}
export function rhoNorm(): f64 {
  return rho;
}
export function normLimit(): f64 {
  return limit;
}
