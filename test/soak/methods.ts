import type { Certificate, LabelFlip } from '../../src/core/certify/certificate';
import { BEAM_START, beamAttack } from '../../src/core/certify/beam';
import type { Attack } from '../../src/core/certify/beam';
import { Certification } from '../../src/core/certify/certification';
import type { Method } from '../../src/core/certify/certification';
import { rowOrder } from '../../src/core/certify/flip/test-rows';
import type { FlipModule } from '../../src/core/certify/flip/wasm-module';
import { milpCollective } from '../../src/core/certify/milp/certificates';
import type { MilpSolver } from '../../src/core/certify/milp/model';
import { multiclassBeam } from '../../src/core/certify/multiclass/beam';
import { flipOf } from '../../src/core/certify/multiclass/problem';
import { binaryOracle } from '../../src/core/certify/oracle';
import { ALL, CORRECT } from '../../src/core/certify/problem';
import type { Problem } from '../../src/core/certify/problem';
import { saturatedRadius, saturationLevel } from '../../src/core/certify/saturation';
import { TaskRunner } from '../../src/core/certify/task';
import type { WorkerPool } from '../../src/jobs/pool';
import { certifyHere, certifyMulticlassHere } from '../support/certify';
import type { Asked } from '../support/certify';
import type { Built } from './case';

/** What the methods run on. A method whose engine is not there is left out. */
export interface Engines {
  readonly flip: FlipModule | null;
  readonly milp: MilpSolver | null;
  /** Pools of threads. */
  readonly pools: readonly WorkerPool[];
}

/** Sets that an attack found, and what it says that they do. */
export interface Attacked {
  readonly flips: readonly LabelFlip[];
  /** Test nodes that are changed. */
  readonly nodes: readonly number[];
  /** How many of all are, or of those predicted right. */
  readonly changed: number;
  readonly group: 'all' | 'correct';
}

export type Answer =
  | { readonly type: 'certificate'; readonly certificate: Certificate }
  | { readonly type: 'attack'; readonly sets: readonly Attacked[] };

export interface SoakMethod {
  readonly name: string;
  /** One of so many problems that it is for, since some take long. */
  readonly every: number;
  readonly fits: (built: Built, engines: Engines) => boolean;
  readonly run: (built: Built, engines: Engines) => Promise<Answer>;
  /** Name of a method that gives the same certificate, witnesses and all. */
  readonly sameAs?: string;
}

const binary = ({ problem }: Built): boolean => problem.type === 'binary';
const certificateOf = (certificate: Certificate): Answer => ({ type: 'certificate', certificate });

async function certified(built: Built, asked: Asked): Promise<Answer> {
  const { problem, truth } = built;
  const { certificate } =
    problem.type === 'binary'
      ? await certifyHere(problem.binary, truth, asked)
      : await certifyMulticlassHere(problem.multiclass, truth, asked);
  return certificateOf(certificate);
}

/** The project's methods, as a run chooses among them and as it may be asked for them. */
export const METHODS: readonly SoakMethod[] = [
  ...(['auto', 'enumerate'] as const).flatMap((method): SoakMethod[] => [
    {
      name: `${method}, TypeScript`,
      every: 1,
      fits: () => true,
      run: (built) => certified(built, { method }),
    },
    {
      name: `${method}, WebAssembly`,
      every: 1,
      fits: (_built, { flip }) => flip !== null,
      run: (built, { flip }) => certified(built, { method, flip }),
      sameAs: `${method}, TypeScript`,
    },
  ]),
  {
    name: 'some budgets',
    every: 2,
    fits: () => true,
    run: (built, { flip }) => certified(built, { levels: someLevels(built), flip }),
  },
  {
    name: 'one node at a time',
    every: 2,
    fits: () => true,
    run: (built, { flip }) => certified(built, { sampleWiseOnly: true, flip }),
  },
  {
    name: 'stopped',
    every: 2,
    fits: () => true,
    run: (built, { flip }) => certified(built, { flip, stopAfter: 1 + (built.from.tests.length % 7) * 9 }),
  },
  {
    name: 'pruned search',
    every: 1,
    fits: (built, { flip }) => binary(built) && flip !== null && built.semidefinite,
    run: searched,
  },
  { name: 'beam attack', every: 1, fits: () => true, run: attacked },
  {
    name: 'relaxed',
    every: 1,
    fits: (built) => !binary(built),
    run: (built) => certified(built, { method: 'relaxed' }),
  },
  {
    name: 'saturation',
    every: 20,
    fits: (built, { milp }) => milp !== null && built.semidefinite && isSaturated(built),
    run: saturated,
  },
  ...(
    [
      ['milp', 5, 50],
      ['milp-paper', 3, 200],
    ] as const
  ).map(([method, labels, every]): SoakMethod => ({
    name: method,
    every,
    fits: (built, { milp }) =>
      binary(built) && milp !== null && built.semidefinite && built.from.labelled.length <= labels,
    run: (built, { milp }) => certified(built, { method, milp }),
  })),
  ...[0, 1].map((at): SoakMethod => ({
    name: `threads, pool ${at + 1}`,
    every: 40,
    fits: (_built, { pools }) => pools.length > at,
    run: (built, { pools }) => onThreads(built, pools[at]),
    sameAs: 'auto, WebAssembly',
  })),
];

/** No flips, one, and half of them. */
function someLevels({ flippable }: Built): number[] {
  return [...new Set([0, Math.min(1, flippable.length), Math.ceil(flippable.length / 2)])];
}

function isSaturated({ problem }: Built): boolean {
  return problem.type === 'binary' && saturationLevel(problem.binary, problem.binary.m) >= problem.binary.m;
}

function problemOf({ problem }: Built): Problem {
  if (problem.type !== 'binary') throw new Error('This method is for two classes.');
  return problem.binary;
}

/** Every size by the pruned search, which a run takes where there is more to walk. */
async function searched(built: Built, { flip }: Engines): Promise<Answer> {
  const problem = problemOf(built);
  const { certifiable } = built;
  const { view } = certifiable.clean;
  const n = problem.flippable.length;
  const runner = new TaskRunner(certifiable.subject, flip);
  const run = new Certification(
    certifiable.clean,
    binaryOracle(problem, view),
    (i) => ({ labelled: i, to: problem.y[i] === 1 ? 0 : 1 }),
    {
      sampleWise: true,
      collective: false,
      levels: Array.from({ length: n + 1 }, (_, k) => k),
      method: 'auto',
    },
    {
      carryOut: (tasks) =>
        Promise.resolve(
          tasks.map((task) => runner.run(task, { stop: () => false, visited: () => undefined, milp: null })),
        ),
      stopped: () => 'no',
      seconds: () => 0,
      phase: () => undefined,
      bracket: () => undefined,
      note: () => undefined,
    },
  );
  for (let size = 1; size <= n; size++) if (!(await run.search(size, n))) break;
  return certificateOf(run.finish());
}

/** The attacks alone, before anything is made of what they find. */
async function attacked(built: Built): Promise<Answer> {
  const { problem, certifiable, flippable } = built;
  const { view, predicted } = certifiable.clean;
  const { index } = rowOrder(view);
  const levels = flippable.length;
  const never = (): boolean => false;
  const setsOf = ({ broken, worst }: Attack, flip: (code: number) => LabelFlip): Attacked[] => [
    ...broken.map(({ row, flips }): Attacked => ({
      flips: flips.map(flip),
      nodes: [index[row]],
      changed: 1,
      group: 'all',
    })),
    ...worst.map(({ group, changed, flips }): Attacked => ({
      flips: flips.map(flip),
      nodes: [],
      changed,
      group: group === ALL ? 'all' : 'correct',
    })),
  ];
  if (problem.type === 'binary') {
    const { y } = problem.binary;
    const found = beamAttack(problem.binary, view, BEAM_START, levels, never);
    return { type: 'attack', sets: setsOf(found, (i) => ({ labelled: i, to: y[i] === 1 ? 0 : 1 })) };
  }
  const { multiclass } = problem;
  const rows = Array.from(index.keys());
  // Without rows there is nothing to attack, and a run does not ask.
  if (rows.length === 0) return { type: 'attack', sets: [] };
  const sets = (['each', 'together'] as const).flatMap((goal) =>
    setsOf(multiclassBeam(multiclass, view, predicted, { goal, levels, rows }, never), (code) =>
      flipOf(multiclass.classes, code),
    ),
  );
  return { type: 'attack', sets };
}

/** Radii by sorting, and the 0/1 program. */
async function saturated(built: Built, { milp }: Engines): Promise<Answer> {
  const problem = problemOf(built);
  if (milp === null) throw new Error('There is no solver.');
  const { clean } = built.certifiable;
  const n = problem.flippable.length;
  const flips = (set: readonly number[] | null): LabelFlip[] | null =>
    set === null ? null : set.map((i) => ({ labelled: i, to: problem.y[i] === 1 ? 0 : 1 }));
  const from = await certifyHere(problem, built.truth, { method: 'enumerate', stopAfter: 0 });
  const { certificate } = from;
  const nodes = certificate.sampleWise.nodes.map((node, t) => {
    if (clean.view.sign[t] === 0) return node;
    const { safe, breaking, witness } = saturatedRadius(problem, t, clean.view.sign[t], n);
    return { ...node, safe, breaking, witness: flips(witness) };
  });
  const ties = nodes.filter(({ tie }) => tie).length;
  const levels = certificate.collective.levels.map((level) => {
    if (level.flips === 0) return level;
    const [all, correct] = ([ALL, CORRECT] as const).map((group) =>
      milpCollective(problem, clean.view, group, level.flips, 'saturated', milp, () => false),
    );
    return {
      ...level,
      changed: all.changed,
      witness: flips(all.witness),
      changedAtMost: all.atMost + ties,
      correctChanged: correct.changed,
      correctChangedAtMost: correct.atMost,
    };
  });
  return certificateOf({
    ...certificate,
    sampleWise: { ...certificate.sampleWise, nodes },
    collective: { ...certificate.collective, levels },
  });
}

async function onThreads({ certifiable, flippable }: Built, pool: WorkerPool): Promise<Answer> {
  pool.setSubject(certifiable.subject);
  const method: Method = 'auto';
  const certificate = await certifiable.certify(
    {
      sampleWise: true,
      collective: true,
      levels: Array.from({ length: flippable.length + 1 }, (_, k) => k),
      method,
    },
    {
      carryOut: (tasks) => pool.carryOut(tasks),
      stopped: () => 'no',
      seconds: () => 0,
      phase: () => undefined,
      bracket: () => undefined,
      note: () => undefined,
    },
  );
  return certificateOf(certificate);
}
