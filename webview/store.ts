/** The one place where the panel's state lives. Everything on the screen is derived from a snapshot of it. */
import type { PanelState, PanelView } from '../src/protocol/panel';
import type { RunMemory } from './logic/run';
import type { Split } from './logic/split';

export interface Snapshot {
  /** What the extension sent last; null before the first message. */
  readonly state: PanelState | null;
  /** What the reader chose. Survives a reload. */
  readonly view: PanelView;
  /** Model under the pointer or the focus: a comparison for as long as it stays there. */
  readonly hover: string | null;
  /** While the budget is dragged the order of the models stands still. */
  readonly dragging: boolean;
  /** Models in the order shown. */
  readonly order: readonly string[];
  /** Last flip on the axis. */
  readonly axisEnd: number;
  /** What is known of the run that goes on; null while there is none. */
  readonly run: RunMemory | null;
  /** The result as of the one split that is looked at; null where there is no result. */
  readonly split: Split | null;
  /** Row of the node table that has the keyboard. */
  readonly activeNode: number | null;
}

export interface Store {
  get(): Snapshot;
  /** Merges the patch, settles what follows from it, and tells the listener once. */
  set(patch: Partial<Snapshot>): void;
  setView(patch: Partial<PanelView>): void;
}

export const FIRST_VIEW: PanelView = {
  model: null,
  compared: null,
  flips: null,
  quantity: 'ratio',
  tab: 'nodes',
  filter: '',
  statusFilter: 'all',
  sort: null,
  open: [],
  seed: null,
};

/** `settle` computes what depends on the past (the order, the axis); `changed` paints. */
export function createStore(
  view: PanelView,
  settle: (next: Snapshot, before: Snapshot) => Snapshot,
  changed: (now: Snapshot, before: Snapshot) => void,
): Store {
  let now: Snapshot = {
    state: null,
    view,
    hover: null,
    dragging: false,
    order: [],
    axisEnd: 8,
    run: null,
    split: null,
    activeNode: null,
  };
  const set = (patch: Partial<Snapshot>): void => {
    const before = now;
    now = settle({ ...now, ...patch }, before);
    changed(now, before);
  };
  return { get: () => now, set, setView: (patch) => set({ view: { ...now.view, ...patch } }) };
}
