/** Advice on lines of a configuration whose result is current. Pure. */
import type { SourceRange } from '../core/errors';
import { modelNames } from '../report/over-seeds';
import type { Result } from '../report/result';
import { decisiveLabel, type DecisiveLabel } from './advice';
import { livingMessages as words } from './livingMessages';
import { isOfFamily, placesOf } from './places';

export const VERIFY_FIRST = 'verify-label-first';
export const CLIPPED_KERNEL = 'clipped-kernel';

export interface Advice {
  readonly range: SourceRange;
  readonly message: string;
  readonly code: string;
}

/** At most one label for each entry of `models:`, and a word on kernels that are not the network's own. */
export function modelAdvice(result: Result, text: string): Advice[] {
  return placesOf(text).models.flatMap(({ family, range, ntk }): Advice[] => {
    const label = familyLabel(result, family);
    const clipped = ntk?.value === 'qpcert' ? ntk : null;
    return [
      ...(label ? [{ range, message: labelMessage(label), code: VERIFY_FIRST }] : []),
      ...(clipped
        ? [
            {
              range: clipped.range,
              message: words.clippedKernel(),
              code: CLIPPED_KERNEL,
            },
          ]
        : []),
    ];
  });
}

/** The label on which most predictions of any model of the entry depend. */
export function familyLabel(result: Result, family: string): DecisiveLabel | null {
  return modelNames(result)
    .filter((name) => isOfFamily(name, family))
    .map((name) => decisiveLabel(result, name))
    .reduce((most, one) => (one && one.changed > (most?.changed ?? 0) ? one : most), null);
}

function labelMessage({ node, changed, all, seed }: DecisiveLabel): string {
  return words.verifyFirst(node, changed, all, seed);
}
