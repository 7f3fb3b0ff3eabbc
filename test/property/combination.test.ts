import { beforeAll, describe, expect, it } from 'vitest';
import { slotCount } from '../../src/core/certify/flip/floors';
import type { FlipModule } from '../../src/core/certify/flip/wasm-module';
import { multiclassBeam } from '../../src/core/certify/multiclass/beam';
import { classFloorWalker, walkSets } from '../../src/core/certify/multiclass/class-walk';
import { flipOf, prepareMulticlass } from '../../src/core/certify/multiclass/problem';
import type { MulticlassProblem } from '../../src/core/certify/multiclass/problem';
import type { NodeRadius } from '../../src/core/certify/certificate';
import type { Task } from '../../src/core/certify/task';
import { decisions } from '../support/brute-force';
import { certifyMulticlassHere } from '../support/certify';
import { compiledFlip } from '../support/flip';
import { clusteredMulticlass, random, randomMulticlass } from '../support/random';

let flip: FlipModule;
beforeAll(async () => {
  flip = await compiledFlip();
});

/** Closer to a tie than this the brute force itself decides by rounding. */
const DECIDABLE = 1e-7;

/** Trains labellings by the independent coordinate descent, each class's label vector once. */
class Trained {
  private readonly known = new Map<string, number[]>();

  constructor(private readonly problem: MulticlassProblem) {}

  /** By class, all decisions. */
  of(labelling: Int32Array): number[][] {
    return Array.from({ length: this.problem.classes }, (_, p) => {
      const y = Int8Array.from(labelling, (label) => (label === p ? 1 : -1));
      const key = y.join();
      const values = this.known.get(key) ?? decisions({ ...this.problem, y }, y);
      this.known.set(key, values);
      return values;
    });
  }
}

/** By test node the fewest label changes that change its prediction, over every labelling; and the closest to a tie. */
function everyLabelling(problem: MulticlassProblem): { least: number[]; closest: number } {
  const { m, classes, labels, flippable, tests } = problem;
  const trained = new Trained(problem);
  const least = new Array<number>(tests).fill(Infinity);
  const predicted: number[] = [];
  let closest = Infinity;
  for (let code = 0; code < classes ** flippable.length; code++) {
    const labelling = labels.slice();
    flippable.forEach((i, k) => {
      labelling[i] = (labels[i] + Math.floor(code / classes ** k)) % classes;
    });
    let level = 0;
    for (let i = 0; i < m; i++) if (labelling[i] !== labels[i]) level++;
    const f = trained.of(labelling);
    for (let t = 0; t < tests; t++) {
      const values = f.map((of) => of[t]);
      const winner = values.indexOf(Math.max(...values));
      values.forEach((v, p) => {
        if (p !== winner) closest = Math.min(closest, Number.isNaN(v) ? 0 : values[winner] - v);
      });
      if (code === 0) predicted.push(winner);
      else if (winner !== predicted[t]) least[t] = Math.min(least[t], level);
    }
  }
  return { least, closest };
}

function relabelled({ labels }: MulticlassProblem, changes: NonNullable<NodeRadius['witness']>): Int32Array {
  const labelling = labels.slice();
  for (const { labelled, to } of changes) {
    expect(to).not.toBe(labels[labelled]);
    labelling[labelled] = to;
  }
  return labelling;
}

/** Every kind of problem: any rank, twins among the labelled nodes, any C, sometimes trusted labels. */
function anyProblem(seed: number, classes: number, m: [number, number]) {
  const { problem, truth } = randomMulticlass(seed, m, classes);
  const next = random(seed * 31 + classes);
  const C = 10 ** (seed % 3 === 0 ? -6 + 9 * next() : -2 + 2.5 * next());
  return { problem: { ...problem, C }, truth };
}

function radii(nodes: readonly NodeRadius[]) {
  return nodes.map(({ safe, breaking, tie }) => ({ safe, breaking, tie }));
}

describe('single nodes by combining the classes', () => {
  it.each([
    [3, [3, 7], 160],
    [4, [3, 6], 110],
    [5, [3, 5], 60],
  ] as const)(
    '%i classes: every radius and witness is that of all labellings',
    async (classes, m, problems) => {
      let compared = 0;
      const radiiSeen = new Set<number | null>();
      for (let seed = 1; seed <= problems; seed++) {
        const { problem, truth } = anyProblem(seed, classes, [...m]);
        const { least, closest } = everyLabelling(problem);
        if (closest < DECIDABLE) continue;
        compared++;
        const types = new Set<string>();
        const { certificate, notes } = await certifyMulticlassHere(problem, truth, {
          sampleWiseOnly: true,
          flip: seed % 2 === 0 ? flip : null,
          stopIn: (task) => {
            types.add(task.type);
            return false;
          },
        });
        expect(notes.filter((note) => !note.includes('solved anew'))).toEqual([]);
        expect(types).not.toContain('walk');
        const { predicted, sampleWise } = certificate;
        expect(sampleWise.status).toBe('exact');
        const trained = new Trained(problem);
        sampleWise.nodes.forEach(({ safe, breaking, witness }, t) => {
          const truly = least[t] === Infinity ? null : least[t];
          const name = `seed ${seed}, node ${t}`;
          expect({ name, safe, breaking }).toEqual({
            name,
            safe: truly === null ? problem.flippable.length : truly - 1,
            breaking: truly,
          });
          radiiSeen.add(breaking);
          if (witness === null) return;
          const f = trained.of(relabelled(problem, witness)).map((of) => of[t]);
          expect(Math.max(...f), name).toBeGreaterThan(f[predicted[t]]);
        });
      }
      expect(compared).toBeGreaterThan(0.4 * problems);
      expect(radiiSeen.size).toBeGreaterThanOrEqual(3);
    },
  );

  it.each([
    ['random', 3, [5, 9], 60, Infinity],
    ['random', 5, [8, 14], 25, 2],
    ['clustered', 3, [8, 8], 6, Infinity],
    ['clustered', 3, [15, 15], 1, 4],
    ['clustered', 3, [18, 18], 4, 3],
    ['clustered', 4, [20, 20], 1, 3],
    ['clustered', 5, [25, 25], 3, 2],
    ['clustered', 4, [40, 40], 1, 2],
  ] as const)(
    '%s, %i classes: equals the walk over all label changes, ties and all',
    async (kind, classes, m, problems, most) => {
      let safe = 0;
      for (let seed = 1; seed <= problems; seed++) {
        const { problem, truth } =
          kind === 'random' ? anyProblem(seed, classes, [...m]) : clusteredMulticlass(seed, m[0], classes);
        const largest = Math.min(problem.flippable.length, most);
        const levels = Array.from({ length: largest + 1 }, (_, k) => k);
        const walked = await certifyMulticlassHere(problem, truth, { method: 'enumerate', levels });
        const combined = await certifyMulticlassHere(problem, truth, { levels, sampleWiseOnly: true, flip });
        const nodes = radii(combined.certificate.sampleWise.nodes);
        expect({ seed, nodes }).toEqual({ seed, nodes: radii(walked.certificate.sampleWise.nodes) });
        safe += nodes.filter((node) => node.safe > 1).length;
      }
      if (kind === 'clustered' && classes === 3 && most < Infinity) expect(safe).toBeGreaterThan(0);
    },
  );

  it('the compiled engine and the plain one give the same certificates', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { problem, truth } =
        seed % 2 === 0 ? anyProblem(seed, 3, [4, 9]) : clusteredMulticlass(seed, 12, 4);
      const levels = [0, 1, 2, 3];
      const plain = await certifyMulticlassHere(problem, truth, { levels, sampleWiseOnly: true });
      const compiled = await certifyMulticlassHere(problem, truth, { levels, sampleWiseOnly: true, flip });
      expect(compiled, `seed ${seed}`).toEqual(plain);
    }
  });

  it('wherever it is stopped, the brackets hold the truth', async () => {
    let open = 0;
    for (let seed = 500; seed < 512; seed++) {
      const { problem, truth } = clusteredMulticlass(seed, 12, 3);
      const asked = { levels: [0, 1, 2, 3, 4], sampleWiseOnly: true, flip };
      const whole = (await certifyMulticlassHere(problem, truth, asked)).certificate.sampleWise.nodes;
      for (let stopAfter = 0; stopAfter < 6000; stopAfter += 400) {
        const { certificate } = await certifyMulticlassHere(problem, truth, { ...asked, stopAfter });
        certificate.sampleWise.nodes.forEach(({ safe, breaking }, t) => {
          expect(safe).toBeLessThanOrEqual(whole[t].safe);
          if (breaking !== null) expect(breaking).toBeGreaterThan(whole[t].safe);
          if (safe < whole[t].safe) open++;
        });
      }
    }
    expect(open).toBeGreaterThan(50);
  });

  it.each(['class-lows', 'class-sets', 'join'])(
    'a task "%s" that is missing or stopped proves nothing, though all others came to their end',
    async (type) => {
      let held = 0;
      for (let seed = 400; seed < 412; seed++) {
        const { problem, truth } = clusteredMulticlass(seed, 18, 3);
        const asked = { levels: [0, 1, 2], sampleWiseOnly: true };
        const whole = await certifyMulticlassHere(problem, truth, asked);
        const missing = (task: Task): boolean =>
          task.type === type &&
          (task.type === 'join'
            ? task.question.level === 2
            : task.type === 'class-lows' || task.type === 'class-sets'
              ? task.walk.plan.depth === 2 && task.walk.class === 2
              : false);
        const { certificate } = await certifyMulticlassHere(problem, truth, {
          ...asked,
          // The walk that follows would make up for it.
          leaveOut: (task) => task.type === 'walk' || (seed % 2 === 0 && missing(task)),
          stopIn: missing,
        });
        certificate.sampleWise.nodes.forEach(({ safe, breaking }, t) => {
          const { safe: truly } = whole.certificate.sampleWise.nodes[t];
          expect(safe).toBeLessThanOrEqual(truly);
          if (breaking !== null) expect(breaking).toBeGreaterThan(truly);
          if (safe < truly) held++;
        });
      }
      expect(held).toBeGreaterThan(0);
    },
  );

  it('where it gives up the walk goes on', async () => {
    let walked = 0;
    for (let seed = 400; seed < 404; seed++) {
      const { problem, truth } = clusteredMulticlass(seed, 18, 3);
      const asked = { levels: [0, 1, 2], sampleWiseOnly: true };
      const whole = await certifyMulticlassHere(problem, truth, asked);
      const { certificate } = await certifyMulticlassHere(problem, truth, {
        ...asked,
        leaveOut: (task) => {
          if (task.type === 'walk') walked++;
          return task.type === 'join';
        },
      });
      expect(radii(certificate.sampleWise.nodes)).toEqual(radii(whole.certificate.sampleWise.nodes));
    }
    expect(walked).toBeGreaterThan(0);
  });
});

describe('what the combination rests on', () => {
  it('keeps the lists it can where another gets too long', () => {
    const m = 16;
    const { problem, truth } = clusteredMulticlass(1, m, 3);
    const { view, predicted } = prepareMulticlass(problem, truth);
    const plan = { order: problem.flippable, depth: m, levels: m, mirrored: false };
    const tests = Int32Array.of(0, 1);
    for (const module of [null, flip]) {
      const walker = classFloorWalker(module, problem, view, predicted, { class: predicted[0], plan, tests });
      const rows = walker.floors[0].length;
      expect(rows).toBe(2);
      const walk = (most: number) => {
        const floors = Array.from({ length: slotCount(m) }, (_, slot) =>
          Float64Array.of(Infinity, slot <= most ? Infinity : -Infinity),
        );
        const whole = { prefix: [], below: true, sets: NaN };
        return walkSets(walker, predicted[0], m, floors, whole, () => false);
      };
      const { lists, complete, sets } = walk(2);
      expect({ complete, sets }).toEqual({ complete: true, sets: 2 ** m });
      expect(lists[0]).toBeNull();
      // No member, and up to two others.
      const others = Array.from(problem.labels).filter((label) => label !== predicted[0]).length;
      expect(lists[1]?.values.length).toBe(1 + others + (others * (others - 1)) / 2);
    }
  });

  it.each(['each', 'together'] as const)('every set of the beam attack works, "%s"', (goal) => {
    let sets = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const { problem, truth } =
        seed % 2 === 0 ? randomMulticlass(seed, [5, 9], 4) : clusteredMulticlass(seed, 12, 3);
      const { view, predicted } = prepareMulticlass(problem, truth);
      const taking = Array.from(view.sign.keys()).filter((t) => view.sign[t] !== 0);
      // The walk's order: the correct ones first.
      const order = [1, 0].flatMap((right) => taking.filter((t) => view.correct[t] === right));
      const rows = Array.from(order.keys()).filter((row) => goal === 'together' || row % 2 === seed % 2);
      const plan = { goal, levels: problem.flippable.length, rows };
      const { broken, worst } = multiclassBeam(problem, view, predicted, plan, () => false);
      const trained = new Trained(problem);
      const changedBy = (flips: readonly number[]): number[] => {
        const changes = flips.map((code) => flipOf(problem.classes, code));
        const f = trained.of(relabelled(problem, changes));
        return order.filter((t) => Math.max(...f.map((of) => of[t])) > f[predicted[t]][t] + DECIDABLE);
      };
      for (const { row, flips } of broken) {
        sets++;
        if (goal === 'each') expect(rows).toContain(row);
        const t = order[row];
        const f = trained.of(
          relabelled(
            problem,
            flips.map((code) => flipOf(problem.classes, code)),
          ),
        );
        expect(Math.max(...f.map((of) => of[t])), `seed ${seed}`).toBeGreaterThanOrEqual(
          f[predicted[t]][t] - 1e-9,
        );
      }
      for (const { group, level, changed, flips } of worst) {
        sets++;
        expect(flips.length).toBe(level);
        const all = changedBy(flips).filter((t) => group === 0 || view.correct[t] === 1);
        expect(all.length).toBeGreaterThanOrEqual(changed - 1);
      }
    }
    expect(sets).toBeGreaterThan(100);
  });
});
