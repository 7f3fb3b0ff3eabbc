/**
 * Messages between the extension and the robustness panel (and the standalone page, which has no extension behind it).
 * Both directions are discriminated unions on `type`.
 */
import type { Diagnostic } from '../core/errors';
import type { Result } from '../report/result';

/** What a panel shows. The extension sends the whole state whenever it changes; the panel keeps none of its own but the view. */
export interface PanelState {
  /** File name for the title, e.g. `coramlb.flipcert.yaml`. */
  readonly title: string;
  /** Command that gives the same result in a terminal. */
  readonly command: string;
  /** Newest result, finished or partial; null where there is none. */
  readonly result: Result | null;
  readonly status: PanelStatus;
  /** Lines for the Details tab: label and value, in order. */
  readonly details: readonly (readonly [string, string])[];
}

export type PanelStatus =
  /** Never certified. `models`, `labelled` and `test` say what it will cost, where known. */
  | { readonly kind: 'empty'; readonly models: number; readonly labelled: number | null; readonly test: number | null }
  /** `result` belongs to the file as it stands. */
  | { readonly kind: 'current' }
  /** `result` belongs to an older text. `reason` is one short phrase: "edited", "cora.npz changed". */
  | { readonly kind: 'stale'; readonly reason: string }
  | {
      readonly kind: 'running';
      readonly done: number;
      readonly secondsLeft: number | null;
      readonly model: string | null;
      /** Models whose numbers in `result` are of this run and final. The others are waiting or running. */
      readonly finished: readonly string[];
      readonly cancelling: boolean;
    }
  | { readonly kind: 'failed'; readonly title: string; readonly detail: string; readonly diagnostics: readonly Diagnostic[]; readonly crashed: boolean };

/** What the panel remembers across reloads. */
export interface PanelView {
  readonly model: string | null;
  readonly compared: string | null;
  readonly flips: number | null;
  readonly quantity: 'ratio' | 'accuracy';
  readonly tab: string;
  readonly filter: string;
  readonly statusFilter: 'all' | 'safe' | 'broken' | 'open';
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
}

export type ToPanel = { readonly type: 'state'; readonly state: PanelState };

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'certify' }
  | { readonly type: 'cancel' }
  | { readonly type: 'openFile'; readonly line: number | null; readonly file: string | null }
  | { readonly type: 'showLog' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'saveReport' };
