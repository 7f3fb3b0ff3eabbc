/** What must be known beside a model's numbers: another kernel, bounds instead of values, missing seeds, notes. */
import { combined, notesOf } from '../../src/report/over-seeds';
import type { CertificateKind, Result } from '../../src/report/result';
import { boundHelp, lowerBound, meanOf, words } from '../strings';
import type { Overview } from './overview';

export interface Mark {
  readonly kind: 'clipped' | 'bound' | 'seeds' | 'note';
  readonly text: string;
  /** Said in full, for those who point at it. */
  readonly help: string;
}

export function marksOf(whole: Result, { name, model, seeds }: Overview): readonly Mark[] {
  const relaxed = (['sample-wise', 'collective'] as const).filter((kind) => isRelaxed(whole, name, kind));
  const missing = seeds && seeds.done < seeds.all ? seeds : null;
  return [
    ...(model.ntk === 'qpcert'
      ? [{ kind: 'clipped', text: words.clipped, help: words.clippedHelp } as const]
      : []),
    ...(relaxed.length > 0 ? [{ kind: 'bound', text: lowerBound, help: boundHelp(relaxed) } as const] : []),
    ...(missing ? [{ kind: 'seeds', text: meanOf(missing), help: words.missingSeeds } as const] : []),
    ...notesOf(whole, name).map((note) => ({ kind: 'note', text: note, help: note }) as const),
  ];
}

/** The method's name is all that tells it. */
function isRelaxed(whole: Result, name: string, kind: CertificateKind): boolean {
  return combined(whole, name, kind)?.methods.some((method) => /relaxed/i.test(method)) ?? false;
}
