/** When a file is certified without being asked for. Pure. */
import { statusOf, type Entry } from './entry';

/** The setting `flipcert.certifyOn`. */
export type CertifyOn = 'off' | 'save' | 'type';

export interface LiveMoment {
  readonly setting: CertifyOn;
  readonly trigger: 'save' | 'type';
  /** The file's panel is open. */
  readonly watched: boolean;
}

/**
 * Whether the text as it stands is to be certified now. Only files whose numbers somebody asked for, by certifying them or
 * by opening their panel: a first certification may take hours, and saving a file is no request for one. A text that was
 * certified, failed or was cancelled is not begun again by itself: nothing else would come of it.
 */
export function wantsRun(entry: Entry, { setting, trigger, watched }: LiveMoment): boolean {
  if (setting === 'off' || (trigger === 'type' && setting !== 'type')) return false;
  const { run, certified, failure } = entry;
  if (!run && !certified && !failure && !watched) return false;
  if (run) return run.textHash !== entry.textHash;
  if (failure && failure.textHash === entry.textHash) return false;
  const { kind } = statusOf(entry, { models: 0, labelled: null, test: null }, '');
  return kind !== 'current';
}

export function certifyOnOf(value: unknown): CertifyOn {
  return value === 'off' || value === 'type' ? value : 'save';
}
