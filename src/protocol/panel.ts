/**
 * Messages between the extension and the robustness panel (the standalone page has no extension behind it).
 * Both directions are discriminated unions on `type`. What is shown is in `report/panel-state`.
 */
import type { PanelState } from '../report/panel-state';
import type { PanelPicture } from '../report/picture';
import type { ResultPatch } from '../report/patch';

export type {
  FoundAudit,
  OtherRun,
  PanelAudit,
  PanelState,
  PanelStatus,
  PanelView,
  RunDifference,
  RunLine,
  RunState,
} from '../report/panel-state';

export type PictureFormat = 'svg' | 'png';
export type { AttackEffect, GraphPicture, PanelPicture } from '../report/picture';

export type ToPanel =
  | { readonly type: 'state'; readonly state: Omit<PanelState, 'picture'> }
  /** What is new since the message before; `result` is null where it is the same. */
  | {
      readonly type: 'update';
      readonly state: Omit<PanelState, 'picture' | 'result'>;
      readonly result: ResultPatch | null;
    }
  /** The picture of the states that follow, for as long as no other is sent. */
  | { readonly type: 'picture'; readonly picture: PanelPicture | null }
  /** Shows a tab, for this model. */
  | { readonly type: 'show'; readonly tab: string; readonly model: string }
  /** Asks for the chart as a picture; answered by `drawn`. */
  | { readonly type: 'draw'; readonly format: PictureFormat }
  /** Compares the chosen model with this one of the same run. */
  | { readonly type: 'compareModel'; readonly model: string }
  | { readonly type: 'chooseModel'; readonly model: string };

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'certify' }
  | { readonly type: 'cancel' }
  /** Finds the labels to verify for this model. */
  | { readonly type: 'audit'; readonly model: string }
  | { readonly type: 'cancelAudit' }
  /** Adds the labels of these nodes to the trusted ones of the configuration. */
  | { readonly type: 'trust'; readonly nodes: readonly number[] }
  | { readonly type: 'openFile'; readonly line: number | null; readonly file: string | null }
  /** Opens the data at this node's row. */
  | { readonly type: 'reveal'; readonly node: number }
  | { readonly type: 'showLog' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'saveReport' }
  /** Asks which format to export in. */
  | { readonly type: 'export' }
  /** The chart: SVG text, or a PNG file in base64; null where it could not be drawn. */
  | { readonly type: 'drawn'; readonly format: PictureFormat; readonly data: string | null }
  /** Asks what to compare this model with: another one, an earlier run, another file. */
  | { readonly type: 'compare'; readonly model: string }
  | { readonly type: 'endComparison' }
  /** Leaves the earlier run that is shown. */
  | { readonly type: 'showNewest' }
  | { readonly type: 'openRun' | 'compareRun'; readonly id: string }
  | { readonly type: 'pinRun'; readonly id: string; readonly pinned: boolean };
