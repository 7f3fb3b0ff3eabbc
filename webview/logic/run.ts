/**
 * Which numbers on the screen are of the run that goes on, and which of an earlier one. A partial result is shown
 * together with the last result of the models that the run has not reached, and it does not say which is which for
 * the model at work; so the panel remembers what stood there when the run began.
 */
import type { ModelResult } from '../../src/report/result';
import type { PanelState, PanelStatus } from '../../src/protocol/panel';
import { isExactModel } from './status';

type Running = Extract<PanelStatus, { kind: 'running' }>;

export interface RunMemory {
  readonly status: Running;
  /** Numbers of each model before this run, as one text; models without any are not in it. */
  readonly earlier: ReadonlyMap<string, string>;
  /** Models that have shown numbers of this run, final or not. */
  readonly reached: ReadonlySet<string>;
}

/** Follows the run from state to state; null while there is none. */
export function followRun(
  memory: RunMemory | null,
  before: PanelState | null,
  now: PanelState,
): RunMemory | null {
  const { status } = now;
  if (status.kind !== 'running') return null;
  const known = memory && !restarted(memory.status, status) ? memory : null;
  const earlier = known?.earlier ?? earlierNumbers(before, now, status);
  // The extension knows; only a page of an older version has to find out.
  if (status.reached)
    return { status, earlier: without(earlier, known, status.reached), reached: new Set(status.reached) };
  const reached = new Set([...(known?.reached ?? []), ...status.finished]);
  const atWork = now.result?.models.find((model) => model.name === status.model);
  if (atWork && earlier.get(atWork.name) !== numbersOf(atWork)) reached.add(atWork.name);
  return { status, earlier, reached };
}

/** Opened in the middle of a run, what it has reached is not of an earlier one. */
function without(
  earlier: ReadonlyMap<string, string>,
  known: RunMemory | null,
  reached: readonly string[],
): ReadonlyMap<string, string> {
  if (known) return earlier;
  return new Map([...earlier].filter(([name]) => !reached.includes(name)));
}

/** A run that began while nobody looked: within one run neither the share done nor the list of models shrinks. */
function restarted(before: Running, now: Running): boolean {
  return now.done < before.done || before.finished.some((name) => !now.finished.includes(name));
}

function earlierNumbers(
  before: PanelState | null,
  now: PanelState,
  status: Running,
): ReadonlyMap<string, string> {
  const idle = before !== null && before.status.kind !== 'running';
  const models = (idle ? before : now).result?.models ?? [];
  const numbers = new Map(models.map((model) => [model.name, numbersOf(model)]));
  if (idle) return numbers;
  // The panel was opened in the middle of the run. Models that wait have numbers only where there was an earlier
  // result; where none waits, a bracket of the model at work is taken for what this run has so far.
  for (const name of status.finished) numbers.delete(name);
  const atWork = models.find((model) => model.name === status.model);
  if (atWork && numbers.size === 1 && !isExactModel(atWork)) numbers.delete(atWork.name);
  return numbers;
}

/** The curves and the seconds: no two runs take the same time to the last digit, so equal means the same run. */
function numbersOf({ C, accuracy, sampleWise, collective }: ModelResult): string {
  return JSON.stringify([
    C,
    accuracy,
    ...[sampleWise, collective].map((of) => of && [of.status, of.seconds, of.curve]),
  ]);
}
