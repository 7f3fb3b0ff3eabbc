/** What may be claimed at the moment: how sure, and for which model. Nothing is green unless it is proven for the file as it stands. */
import { lacksSeeds } from '../../src/report/over-seeds';
import type { ModelResult } from '../../src/report/result';
import type { PanelState } from '../../src/protocol/panel';

export type Tone = 'earlier' | 'proven' | 'bracket' | 'stale' | 'running' | 'failed' | 'none';

/** True where every certificate of the model came out exact. */
export function isExactModel(model: ModelResult): boolean {
  const kinds = [model.sampleWise, model.collective].filter((kind) => kind !== undefined);
  return kinds.length > 0 && kinds.every((kind) => kind.status === 'exact');
}

/** Every model on every seed. */
function everyModel(state: PanelState): readonly ModelResult[] {
  const { result } = state;
  return result?.seeds?.flatMap(({ models }) => models) ?? result?.models ?? [];
}

/** Some model was not certified on some seed. */
export function isPartial(state: PanelState): boolean {
  return state.result !== null && lacksSeeds(state.result);
}

export function toneOf(state: PanelState): Tone {
  if (state.earlier) return 'earlier';
  switch (state.status.kind) {
    case 'empty':
      return 'none';
    case 'stale':
      return 'stale';
    case 'running':
      return 'running';
    case 'failed':
      return 'failed';
    case 'current': {
      const models = everyModel(state);
      if (models.length === 0) return 'none';
      return models.every(isExactModel) && !isPartial(state) ? 'proven' : 'bracket';
    }
  }
}

/** True where the newest run was stopped before it ended. */
export function wasCancelled(state: PanelState): boolean {
  return everyModel(state).some(
    (m) => m.sampleWise?.status === 'cancelled' || m.collective?.status === 'cancelled',
  );
}

/** True where the model's numbers hold for the file as it stands. */
export function isFresh(state: PanelState, model: string): boolean {
  if (state.status.kind === 'running') return state.status.finished.includes(model);
  return state.status.kind === 'current';
}
