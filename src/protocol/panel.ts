/**
 * Messages between the extension and the robustness panel (the standalone page has no extension behind it).
 * Both directions are discriminated unions on `type`. What is shown is in `report/panel-state`.
 */
import type { PanelState } from '../report/panel-state';

export type { PanelState, PanelStatus, PanelView } from '../report/panel-state';

export type ToPanel = { readonly type: 'state'; readonly state: PanelState };

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'certify' }
  | { readonly type: 'cancel' }
  | { readonly type: 'openFile'; readonly line: number | null; readonly file: string | null }
  | { readonly type: 'showLog' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'saveReport' };
