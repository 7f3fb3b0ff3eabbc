/** What the robustness panel shows, in VS Code and in the standalone HTML page. Plain data, every field readonly. */
import type { Diagnostic } from '../core/errors';
import type { ModelAudit } from './audit-result';
import type { PanelPicture } from './picture';
import type { CertificateKind, Result } from './result';

/** The whole of what a panel shows. Sent complete whenever it changes; the panel keeps nothing of its own but the view. */
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
  /** Command that finds the labels to verify in a terminal, without its `--model`. */
  readonly auditCommand?: string;
  /** The graph, where there is one; sent once and not with every state. */
  readonly picture?: PanelPicture | null;
  /** Label audits; absent where there are none and none can be made. */
  readonly audit?: PanelAudit;
  /** Present where `result` is not the newest one but of an earlier run, which is shown to be read only. */
  readonly earlier?: { readonly title: string };
  /** The run that `result` is compared with. */
  readonly other?: OtherRun;
  /** Runs of this file, newest first. Absent in the standalone page. */
  readonly runs?: readonly RunLine[];
}

/** A run beside the one shown. */
export interface OtherRun {
  /** "Run of 23 Nov, 11:40", or with the file's name before it. */
  readonly title: string;
  /** The same in few characters, for the names of its lines. */
  readonly short: string;
  readonly result: Result;
  /** What is to be known of its numbers, e.g. that it was cancelled; null where nothing is. */
  readonly note: string | null;
  /** From the other run to the one shown; null where it is not known what it was made of. */
  readonly differences: readonly RunDifference[] | null;
}

/** One thing that is not the same in two runs. */
export interface RunDifference {
  readonly kind: 'configuration' | 'data' | 'version';
  /** Key of the configuration, e.g. `models.GCN.C`, or the name of a file. */
  readonly key: string;
  /** In the other run; null where it has none. */
  readonly from: string | null;
  /** In the one shown. */
  readonly to: string | null;
}

export interface RunLine {
  readonly id: string;
  /** "Run of 23 Nov, 11:40". */
  readonly title: string;
  readonly age: string;
  readonly models: readonly string[];
  /** Its best certified ratio at the starting budget, said as what it is; null where there is none. */
  readonly best: string | null;
  readonly state: RunState;
  readonly pinned: boolean;
  /** The one whose result is the newest of the file. */
  readonly newest: boolean;
}

/** How a run came out: an expectation that failed weighs more than whether answers are brackets. */
export type RunState = 'exact' | 'bracket' | 'cancelled' | 'failed';

export interface PanelAudit {
  /** At most one for each model. */
  readonly found: readonly FoundAudit[];
  readonly run: {
    readonly model: string;
    /** Node whose label is trusted at the moment; null while the model is certified as it stands. */
    readonly node: number | null;
    readonly done: number;
    readonly secondsLeft: number | null;
    readonly cancelling: boolean;
  } | null;
  /** Why the last audit came to nothing; null where it did not. */
  readonly failure: string | null;
}

export interface FoundAudit {
  readonly audit: ModelAudit;
  /** Why it is of an older state of the files, one short phrase; null where it is not. */
  readonly stale: string | null;
}

export type PanelStatus =
  /** Never certified. `models`, `labelled` and `test` say what it will cost, where known. */
  | {
      readonly kind: 'empty';
      readonly models: number;
      readonly labelled: number | null;
      readonly test: number | null;
    }
  /** `result` belongs to the file as it stands. `only`: the models that were asked for, where not all were. */
  | { readonly kind: 'current'; readonly only?: readonly string[] }
  /** `result` belongs to an older text. `reason` is one short phrase: "edited", "cora.npz changed". */
  | { readonly kind: 'stale'; readonly reason: string }
  | {
      readonly kind: 'running';
      readonly done: number;
      readonly secondsLeft: number | null;
      readonly model: string | null;
      /** Models whose numbers in `result` are of this run and final. The others are waiting or running. */
      readonly finished: readonly string[];
      /** Models whose numbers in `result` are of this run, final or not; absent where that is not known. */
      readonly reached?: readonly string[];
      readonly cancelling: boolean;
      /** Waits for so many other files to be certified. */
      readonly queued?: number;
      /** The one model that is certified. */
      readonly only?: string;
      /** What is worked on: the certificate, and the number of flips. */
      readonly certificate?: CertificateKind;
      readonly flips?: number;
      /** Why what the run proves is not of the file as it stands; absent where it is. */
      readonly reason?: string;
    }
  /** Nothing new was certified. A `result` beside it belongs to an older text and is shown as stale. */
  | {
      readonly kind: 'failed';
      readonly title: string;
      readonly detail: string;
      readonly diagnostics: readonly Diagnostic[];
      readonly crashed: boolean;
    };

/** What the panel remembers across reloads. Names and node ids that a newer result does not have are dropped. */
export interface PanelView {
  /** Chosen model; null: the best one. */
  readonly model: string | null;
  readonly compared: string | null;
  /** Budget in flips; null: about a tenth of the labels. */
  readonly flips: number | null;
  readonly quantity: 'ratio' | 'accuracy';
  readonly tab: string;
  readonly filter: string;
  readonly statusFilter: 'all' | 'safe' | 'broken' | 'open' | 'tie' | 'changed';
  /** null: the order of the file. */
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  /** Nodes whose rows are open. */
  readonly open: readonly number[];
  /** Of several seeds the one that the table and the attack are of; null or absent: the first. */
  readonly seed?: number | null;
}
