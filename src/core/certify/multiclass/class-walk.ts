import { floorWalker } from '../flip/floors';
import type { FloorWalker, LowSet } from '../flip/floors';
import type { WalkTask } from '../flip/visit';
import type { Walked, WalkPlan } from '../flip/walk';
import type { FlipModule } from '../flip/wasm-module';
import type { TestView } from '../problem';
import { oneAgainstAll } from './problem';
import type { MulticlassProblem } from './problem';

/** A walk over the flips of one class's own ±1 labels, seen by some test nodes. */
export interface ClassWalkPlan {
  readonly class: number;
  readonly plan: WalkPlan;
  /** Test nodes, in the order that rows have. */
  readonly tests: Int32Array;
}

/**
 * By slot and row the least value of any set, less its radius. A row's value is its decision where the walk's class is
 * the predicted one, and minus its decision elsewhere: low is bad for the prediction. Infinity where no set was seen.
 */
export type ClassLows = readonly Float64Array[];

export interface ClassLowsAnswer extends Walked {
  readonly class: number;
  readonly lows: ClassLows;
}

/** Sets of one class that one row asked for. */
export interface SetList {
  /** As many nodes for each set as the walk is deep, the missing ones -1. */
  readonly nodes: Int32Array;
  /** By set, the row's value as in the lows, and its radius. */
  readonly values: Float64Array;
  readonly radii: Float64Array;
}

export interface ClassSetsAnswer extends Walked {
  readonly class: number;
  /** By row; null where there were too many to keep. */
  readonly lists: readonly (SetList | null)[];
}

/** Entries of all lists of a task together: what goes beyond costs the longest list. */
const MOST_ENTRIES = 40_000;

/**
 * Walker of one class. Rows of test nodes that are predicted to be of another class have their sign turned.
 * @param predicted T clean predictions
 */
export function classFloorWalker(
  module: FlipModule | null,
  problem: MulticlassProblem,
  { correct }: TestView,
  predicted: Int32Array,
  { class: p, plan, tests }: ClassWalkPlan,
): FloorWalker {
  const sign = new Int8Array(problem.tests);
  for (const t of tests) sign[t] = predicted[t] === p ? 1 : -1;
  return floorWalker(module, { ...problem, y: oneAgainstAll(problem.labels, p) }, { sign, correct }, plan);
}

/** Carries out one task of a walk for the lows. */
export function walkLows(
  walker: FloorWalker,
  p: number,
  task: WalkTask,
  visit: (sets: number) => boolean,
): ClassLowsAnswer {
  const { floors } = walker;
  for (const floor of floors) floor.fill(Infinity);
  const walked = walker.run(
    task,
    ({ slot, decisions, radius }) => lower(floors[slot], decisions, radius),
    visit,
  );
  return { class: p, lows: floors.map((floor) => floor.slice()), ...walked };
}

/** In place. Lows of several tasks merge in any order. */
export function mergeClassLows(into: ClassLows, from: ClassLows): void {
  into.forEach((low, slot) => lower(low, from[slot], 0));
}

function lower(low: Float64Array, values: Float64Array, radius: number): void {
  for (let t = 0; t < low.length; t++) {
    const value = values[t] - radius;
    // Of a value that is no number nothing is known.
    if (!(value >= low[t])) low[t] = Number.isNaN(value) ? -Infinity : value;
  }
}

/**
 * Carries out one task of a walk for the sets below the floors.
 * @param floors by slot and row: a set is listed for the rows whose value, less the radius, is not above; -Infinity asks
 *   for none
 */
export function walkSets(
  walker: FloorWalker,
  p: number,
  depth: number,
  floors: ClassLows,
  task: WalkTask,
  visit: (sets: number) => boolean,
): ClassSetsAnswer {
  const rows = floors[0].length;
  walker.floors.forEach((floor, slot) => floor.set(floors[slot]));
  const lists = Array.from({ length: rows }, (): GrowingList | null => new GrowingList());
  let entries = 0;
  const drop = (): void => {
    let longest = 0;
    lists.forEach((list, t) => {
      if ((list?.length ?? -1) > (lists[longest]?.length ?? -1)) longest = t;
    });
    entries -= lists[longest]?.length ?? 0;
    lists[longest] = null;
    for (const floor of walker.floors) floor[longest] = -Infinity;
  };
  const walked = walker.run(
    task,
    (set) => {
      const floor = walker.floors[set.slot];
      lists.forEach((list, t) => {
        if (list === null || floor[t] === -Infinity || set.decisions[t] - set.radius > floor[t]) return;
        list.push(set, t, depth);
        entries++;
      });
      if (entries > MOST_ENTRIES) drop();
    },
    visit,
  );
  return { class: p, lists: lists.map((list) => list?.packed() ?? null), ...walked };
}

class GrowingList {
  private readonly nodes: number[] = [];
  private readonly values: number[] = [];
  private readonly radii: number[] = [];

  get length(): number {
    return this.values.length;
  }

  push({ decisions, radius, flips, size }: LowSet, row: number, depth: number): void {
    for (let k = 0; k < depth; k++) this.nodes.push(k < size ? flips[k] : -1);
    this.values.push(decisions[row]);
    this.radii.push(radius);
  }

  packed(): SetList {
    return {
      nodes: Int32Array.from(this.nodes),
      values: Float64Array.from(this.values),
      radii: Float64Array.from(this.radii),
    };
  }
}

/** One list of several; null where one of them is. */
export function joinLists(lists: readonly (SetList | null)[]): SetList | null {
  const all = lists.filter((list) => list !== null);
  if (all.length < lists.length) return null;
  const total = (part: (list: SetList) => Int32Array | Float64Array): number =>
    all.reduce((n, list) => n + part(list).length, 0);
  const nodes = new Int32Array(total((list) => list.nodes));
  const values = new Float64Array(total((list) => list.values));
  const radii = new Float64Array(values.length);
  let node = 0;
  let set = 0;
  for (const list of all) {
    nodes.set(list.nodes, node);
    values.set(list.values, set);
    radii.set(list.radii, set);
    node += list.nodes.length;
    set += list.values.length;
  }
  return { nodes, values, radii };
}
