/**
 * What is known about the label audits of one configuration file, and how it changes. Pure functions over plain data,
 * as those of the entry that it is a part of.
 */
import { basename } from 'node:path';
import type { AuditProgress } from '../protocol/job';
import type { PanelAudit } from '../protocol/panel';
import type { ModelAudit } from '../report/audit-result';
import type { FilePrint } from './certified';

/** The audit of one model, and what it was made from. */
export interface KeptAudit {
  readonly audit: ModelAudit;
  readonly textHash: string;
  readonly files: readonly FilePrint[];
}

export interface AuditRunEntry {
  readonly runId: string;
  readonly model: string;
  readonly node: number | null;
  readonly done: number;
  readonly secondsLeft: number | null;
  readonly cancelling: boolean;
}

export interface AuditEntry {
  readonly run: AuditRunEntry | null;
  /** The newest of each model. */
  readonly kept: readonly KeptAudit[];
  /** Why the last audit came to nothing; null where it did not. */
  readonly failure: string | null;
}

export const NO_AUDIT: AuditEntry = { run: null, kept: [], failure: null };

export function auditStarted(entry: AuditEntry, runId: string, model: string): AuditEntry {
  const run = { runId, model, node: null, done: 0, secondsLeft: null, cancelling: false };
  return { ...entry, run, failure: null };
}

/** News of an audit that is not the present one is dropped, here and in the functions below. */
export function auditProgressed(entry: AuditEntry, progress: AuditProgress): AuditEntry {
  const { run } = entry;
  if (run?.runId !== progress.runId) return entry;
  const { node, secondsLeft } = progress;
  const done = Math.max(run.done, Math.min(1, progress.done));
  return { ...entry, run: { ...run, node, done, secondsLeft } };
}

export function auditCancelling(entry: AuditEntry, runId: string): AuditEntry {
  const { run } = entry;
  return run?.runId === runId ? { ...entry, run: { ...run, cancelling: true } } : entry;
}

/** @param found null where nothing was proven; an older audit then stays */
export function auditEnded(entry: AuditEntry, runId: string, found: KeptAudit | null): AuditEntry {
  if (entry.run?.runId !== runId) return entry;
  if (found === null) return { ...entry, run: null };
  const others = entry.kept.filter(({ audit }) => audit.name !== found.audit.name);
  return { ...entry, run: null, kept: [...others, found] };
}

export function auditFailed(entry: AuditEntry, runId: string, failure: string): AuditEntry {
  return entry.run?.runId === runId ? { ...entry, run: null, failure } : entry;
}

/** The file as it stands: its text, its data, and why the data is not what was certified. */
export interface Standing {
  readonly textHash: string;
  readonly filesChanged: string | null;
  /** Of the newest certification; null where there is none. */
  readonly files: readonly FilePrint[] | null;
}

/** What a panel shows of audits. @param words for the two ways in which an audit is of an older state */
export function panelAudit(
  { run, kept, failure }: AuditEntry,
  standing: Standing,
  words: { readonly edited: string; readonly changed: (name: string) => string },
): PanelAudit {
  const stale = ({ textHash, files }: KeptAudit): string | null => {
    if (textHash !== standing.textHash) return words.edited;
    if (standing.filesChanged !== null) return standing.filesChanged;
    // The data may have changed, and been certified since.
    const other =
      standing.files === null ? undefined : files.find((file) => !standing.files?.some(same(file)));
    return other === undefined ? null : words.changed(basename(other.path));
  };
  return {
    found: kept.map((one) => ({ audit: one.audit, stale: stale(one) })),
    run: run === null ? null : { ...run },
    failure,
  };
}

function same(a: FilePrint): (b: FilePrint) => boolean {
  return (b) => a.path === b.path && a.size === b.size && a.modified === b.modified;
}
