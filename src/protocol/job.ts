/**
 * Messages between the extension (or any parent) and the job process. JSON-RPC over the fork's IPC channel.
 * A certification is one request; it answers when it is done, and notifies as it goes.
 * Cancelling is the JSON-RPC cancellation of the request: the answer then holds what was proven.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { WalkEngine } from '../core/certify/flip/walk';
import type { Limits } from '../core/limits';
import type { Diagnostic } from '../core/errors';
import type { AuditResult } from '../report/audit-result';
import type { Picture } from '../report/picture';
import type { ResultPatch } from '../report/patch';
import type { CertificateKind, Result } from '../report/result';

export interface CertifyParams {
  /** Chosen by the caller; every notification of this run carries it. */
  readonly runId: string;
  /** Absolute path of the configuration. */
  readonly file: string;
  /** Text of the configuration when the editor holds unsaved changes; otherwise read from `file`. */
  readonly text?: string;
  /** Certify this model alone. */
  readonly model?: string;
  /** Worker threads; the machine's parallelism when absent. */
  readonly threads?: number;
  /** Seconds for each model, in place of the file's `time-limit`. */
  readonly timeLimit?: number;
  /** Bounds on what is read; the usual ones when absent. */
  readonly limits?: Limits;
  /** Where kernels and certificates are kept from one run to the next; without it none are. */
  readonly cache?: CacheParams;
}

export interface CacheParams {
  /** Absolute path; made when first needed. */
  readonly folder: string;
  /** What was not used for longest makes room. */
  readonly maxBytes: number;
}

/** What was removed. */
export interface ClearedCache {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * `files`: absolute paths of all files that were read besides the configuration; a change of one makes the result stale.
 * `prints`: how those files stood when they were read.
 * `picture`: what it takes to draw the graph, which the result does not hold.
 */
export type CertifyOutcome =
  | {
      readonly kind: 'done';
      readonly result: Result;
      /** As in a patch of the run's last partial result; absent where `result` is whole. */
      readonly order?: readonly string[] | null;
      readonly diagnostics: readonly Diagnostic[];
      readonly stages: readonly StageTime[];
      readonly files?: readonly string[];
      readonly prints?: readonly ReadPrint[];
      readonly picture?: Picture;
    }
  | {
      readonly kind: 'cancelled';
      readonly result: Result | null;
      readonly order?: readonly string[] | null;
      readonly diagnostics: readonly Diagnostic[];
      readonly files?: readonly string[];
      readonly prints?: readonly ReadPrint[];
      readonly picture?: Picture;
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** How a file stood when its bytes were read. */
export interface ReadPrint {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  /** Milliseconds since the epoch, as the file system has it. */
  readonly modified: number;
}

/** Where the time went. `model` is null for reading the data, or a whole answer. */
export interface StageTime {
  readonly model: string | null;
  /** `cache`: the whole answer was read from the cache. */
  readonly stage: 'read' | 'kernel' | 'certify' | 'verify' | 'cache';
  readonly seconds: number;
  /** Read from the cache; of a certification on several seeds, on every one. */
  readonly cached?: true;
  /** What walked the flip sets; absent where none were walked. */
  readonly engine?: WalkEngine;
}

export interface CertifyProgress {
  readonly runId: string;
  /** Model being worked on; null while the data is read. */
  readonly model: string | null;
  readonly kind: CertificateKind | null;
  /** Flips whose level is being enumerated; null outside the enumeration. */
  readonly flips: number | null;
  /** Share of the whole run that is done, 0 to 1. */
  readonly done: number;
  /** Estimate; null while there is nothing to estimate from. */
  readonly secondsLeft: number | null;
}

/** All models finished so far, and the running one as the bracket it stands at; a patch of the run's partial before. */
export interface CertifyPartial extends ResultPatch {
  readonly runId: string;
  readonly running: string | null;
  /** Models that were put off and are worked on again: not final. */
  readonly open?: readonly string[];
}

export interface AuditParams extends CertifyParams {
  /** Budget to rank labels at; the one nearest to a tenth of the labels when absent. */
  readonly flips?: number;
}

/** `audit` is null where the audit was cancelled before a model was certified. */
export type AuditOutcome =
  | {
      readonly kind: 'done';
      readonly audit: AuditResult;
      readonly diagnostics: readonly Diagnostic[];
      readonly files: readonly string[];
    }
  | {
      readonly kind: 'cancelled';
      readonly audit: AuditResult | null;
      readonly diagnostics: readonly Diagnostic[];
      readonly files: readonly string[];
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export interface AuditProgress {
  readonly runId: string;
  /** Model being audited; null while the data is read. */
  readonly model: string | null;
  /** Node whose label is trusted at the moment; null while the model is certified as it stands. */
  readonly node: number | null;
  /** Share of the whole audit that is done, 0 to 1. */
  readonly done: number;
  /** Estimate; null while there is nothing to estimate from. */
  readonly secondsLeft: number | null;
}

export interface LogMessage {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
}

export const certifyRequest = new RequestType<CertifyParams, CertifyOutcome, void>('flipcert/certify');
/** Answers and is cancelled as a certification is. */
export const auditRequest = new RequestType<AuditParams, AuditOutcome, void>('flipcert/audit');
export const clearCacheRequest = new RequestType<Pick<CacheParams, 'folder'>, ClearedCache, void>(
  'flipcert/clearCache',
);
export const versionRequest = new RequestType0<{ readonly version: string; readonly pid: number }, void>(
  'flipcert/version',
);
export const progressNotification = new NotificationType<CertifyProgress>('flipcert/progress');
export const auditProgressNotification = new NotificationType<AuditProgress>('flipcert/auditProgress');
export const partialNotification = new NotificationType<CertifyPartial>('flipcert/partial');
export const logNotification = new NotificationType<LogMessage>('flipcert/log');
