import { Walker } from '../flip/walk';
import type { WalkPlan } from '../flip/walk';
import type { TestView } from '../problem';
import { oneAgainstAll } from './problem';
import type { MulticlassProblem } from './problem';

/**
 * Walks the flips of one class's own labels. Where the class is the predicted one the rows stand as they are, all
 * others with their sign turned: the least value then is minus the greatest decision.
 * @param predicted T clean predictions
 */
export function classWalker(
  problem: MulticlassProblem,
  { sign, correct }: TestView,
  predicted: Int32Array,
  plan: WalkPlan,
  p: number,
): Walker {
  const turned = sign.map((s, t) => (s === 0 ? 0 : predicted[t] === p ? 1 : -1));
  return new Walker({ ...problem, y: oneAgainstAll(problem.labels, p) }, { sign: turned, correct }, plan);
}
