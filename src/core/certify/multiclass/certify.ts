import type { Certificate } from '../certificate';
import { Certification } from '../certification';
import type { CertifyOptions, CleanModel, Runtime } from '../certification';
import { flipSetsUpTo, splitWalk } from '../flip/tasks';
import type { Stage } from '../stages';
import { flipOf, multiclassOracle } from './problem';
import type { MulticlassProblem } from './problem';
import { certifyRelaxed } from './relaxed';

/**
 * Certifies a problem with more than two classes by walking all label changes, size by size; or, as the user may ask,
 * by the relaxed lower bound.
 */
export async function certifyMulticlass(
  problem: MulticlassProblem,
  clean: CleanModel,
  options: CertifyOptions,
  runtime: Runtime,
): Promise<Certificate> {
  const { classes } = problem;
  const flip = (code: number) => flipOf(classes, code);
  const run = new Certification(clean, multiclassOracle(problem, clean), flip, options, runtime);
  if (options.method === 'relaxed') {
    await certifyRelaxed(run, problem, clean);
    return run.finish();
  }
  run.report();
  await run.enumerate(multiclassStages(problem, run.levels));
  return run.finish();
}

/** One pass for each size: the sets of one size more are so many more that the passes before cost little. */
export function multiclassStages({ flippable, classes }: MulticlassProblem, levels: number): Stage[] {
  const n = flippable.length;
  const options = classes - 1;
  return Array.from({ length: levels }, (_, k): Stage => {
    const depth = k + 1;
    return {
      plan: { order: flippable.slice(), depth, levels, mirrored: false },
      closes: depth,
      sets: flipSetsUpTo(n, depth, options),
      parts: () => splitWalk(n, depth, options),
    };
  });
}
