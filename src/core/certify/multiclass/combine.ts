import type { Certification } from '../certification';
import type { CleanModel } from '../clean-model';
import { slotCount } from '../flip/floors';
import { splitWalk } from '../flip/tasks';
import type { WalkPlan } from '../flip/walk';
import type { Task } from '../task';
import { joinLists, mergeClassLows } from './class-walk';
import type { ClassLows, SetList } from './class-walk';
import type { ClassList, JoinAnswer } from './join';
import { rowFloors } from './pairs';
import type { RowFloors } from './pairs';
import type { MulticlassProblem } from './problem';

/** Shares that a walk is split into, over all classes. */
const PARTS = 96;

/** A row under examination: its place among the rows of the certification, and the class predicted for it. */
interface OpenRow {
  readonly row: number;
  readonly test: number;
  readonly own: number;
}

/**
 * Decides exactly which rows some `level` label changes can change, of those that withstand all smaller numbers. Every
 * decision of a class depends on its own ±1 labels alone. So each class's flips are walked by themselves, and a row is
 * changed where the lowest sets of its own class meet the highest of another that the same label changes give: first
 * the extremes, then the few sets that they leave, in pairs.
 */
export async function combineLevel(
  run: Certification,
  problem: MulticlassProblem,
  clean: CleanModel,
  level: number,
): Promise<void> {
  const { knowledge } = run;
  const open = knowledge.undecided(level).map((row): OpenRow => {
    const test = knowledge.rows[row];
    return { row, test, own: clean.predicted[test] };
  });
  if (open.length === 0) return;
  const lows = await walkForLows(run, problem, open, level, 2 * level);
  if (lows === null) return;
  const floors = open.map(({ own }, at) => rowFloors(lows, at, own, level));
  open.forEach(({ row }, at) => {
    if (floors[at] === null) knowledge.closeRow(row, level);
  });
  const lists = await walkForSets(run, problem, open, floors, level, 2 * level + 1);
  if (lists !== null) await join(run, open, lists, level);
  knowledge.boundByRadii();
}

function walkPlan({ flippable }: MulticlassProblem, level: number): WalkPlan {
  return { order: flippable.slice(), depth: level, levels: level, mirrored: false };
}

function parts({ flippable, classes }: MulticlassProblem, level: number) {
  return splitWalk(flippable.length, level, 1, Math.ceil(PARTS / classes));
}

/** By class the lows of the open rows; null where the walk was stopped before its end. */
async function walkForLows(
  { runtime }: Certification,
  problem: MulticlassProblem,
  open: readonly OpenRow[],
  level: number,
  stage: number,
): Promise<ClassLows[] | null> {
  const plan = walkPlan(problem, level);
  const tests = Int32Array.from(open, ({ test }) => test);
  const lows = Array.from({ length: problem.classes }, () =>
    Array.from({ length: slotCount(level) }, () => new Float64Array(open.length).fill(Infinity)),
  );
  const tasks = lows.flatMap((_, p) =>
    parts(problem, level).map((part): Task => ({
      type: 'class-lows',
      stage,
      walk: { class: p, plan, tests },
      part,
    })),
  );
  let repairs = 0;
  for (const answer of await runtime.carryOut(tasks)) {
    if (answer?.type !== 'class-lows' || !answer.complete) return null;
    mergeClassLows(lows[answer.class], answer.lows);
    repairs += answer.repairs;
  }
  if (repairs > 0) runtime.note(`${repairs} label vectors had to be solved anew.`);
  return lows;
}

/**
 * By open row and class the sets below the floors; null for a class without any, and for a whole row where there are
 * too many to keep. Null altogether where the walk was stopped before its end.
 */
async function walkForSets(
  { runtime }: Certification,
  problem: MulticlassProblem,
  open: readonly OpenRow[],
  floors: readonly (RowFloors | null)[],
  level: number,
  stage: number,
): Promise<((SetList | null)[] | null)[] | null> {
  const plan = walkPlan(problem, level);
  const seen = Array.from({ length: problem.classes }, (_, p) =>
    Array.from(open.keys()).filter((at) => (floors[at]?.byClass[p] ?? null) !== null),
  );
  const tasks = seen.flatMap((rows, p) => {
    if (rows.length === 0) return [];
    const walk = { class: p, plan, tests: Int32Array.from(rows, (at) => open[at].test) };
    const ofClass = rows.map((at) => floors[at]?.byClass[p]);
    const bySlot = Array.from({ length: slotCount(level) }, (_, slot) =>
      Float64Array.from(ofClass, (floor) => floor?.[slot] ?? -Infinity),
    );
    return parts(problem, level).map((part): Task => ({
      type: 'class-sets',
      stage,
      walk,
      floors: bySlot,
      part,
    }));
  });
  const found = seen.map((rows) => rows.map((): (SetList | null)[] => []));
  for (const answer of await runtime.carryOut(tasks)) {
    if (answer?.type !== 'class-sets' || !answer.complete) return null;
    answer.lists.forEach((list, k) => found[answer.class][k].push(list));
  }
  const lists = open.map((): (SetList | null)[] | null =>
    Array.from({ length: problem.classes }, () => null),
  );
  seen.forEach((rows, p) =>
    rows.forEach((at, k) => {
      const whole = joinLists(found[p][k]);
      const row = lists[at];
      if (whole === null) lists[at] = null;
      else if (row !== null) row[p] = whole;
    }),
  );
  return lists;
}

async function join(
  { knowledge, runtime }: Certification,
  open: readonly OpenRow[],
  lists: readonly ((SetList | null)[] | null)[],
  level: number,
): Promise<void> {
  const tasks = open.flatMap(({ row, own }, at): Task[] => {
    const classes = (lists[at] ?? []).flatMap((list, p): ClassList[] =>
      list === null ? [] : [{ class: p, list }],
    );
    const mine = classes.find((of) => of.class === own);
    if (mine === undefined) return [];
    const others = classes.filter((of) => of !== mine);
    return [{ type: 'join', question: { row, level, own: mine, others } }];
  });
  for (const answer of await runtime.carryOut(tasks)) {
    if (answer?.type === 'join') settle(answer);
  }

  function settle({ row, complete, broken, doubts }: JoinAnswer): void {
    if (broken !== null) knowledge.break(row, broken);
    for (const flips of doubts) {
      if (knowledge.least[row] <= level) break;
      knowledge.merge({
        broken: [],
        worst: [],
        doubts: [{ flips, rows: [row], changed: [0, 0] }],
        lostDoubts: null,
      });
    }
    if (complete) knowledge.closeRow(row, level);
  }
}
