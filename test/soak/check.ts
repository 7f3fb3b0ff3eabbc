import type { Certificate } from '../../src/core/certify/certificate';
import { decisions } from '../support/brute-force';
import { build } from './case';
import type { Built, SoakCase } from './case';
import { Comparison } from './compare';
import type { Answer, Engines, SoakMethod } from './methods';
import { Truth } from './truth';

/** What was compared of one case. */
export interface Checked {
  /** By method, the answers compared. */
  readonly answers: ReadonlyMap<string, number>;
  readonly open: number;
  /** The first answer that is not the truth. */
  readonly difference: { readonly method: string; readonly message: string } | null;
}

export const DESCENT = 'coordinate descent';
/** Decisions that a coordinate descent and the truth may differ by, as a share of the largest. */
const DESCENT_TOLERANCE = 1e-4;

/**
 * Runs methods on a case and holds their answers against all label vectors, each trained from scratch.
 * @param turn methods that take long take part in one turn of several
 */
export async function check(
  from: SoakCase,
  methods: readonly SoakMethod[],
  engines: Engines,
  turn = 0,
): Promise<Checked> {
  const built = build(from);
  const truth = new Truth(built);
  const answers = new Map<string, number>();
  const certificates = new Map<string, Certificate>();
  let open = 0;
  const found = (method: string, message: string): Checked => ({
    answers,
    open,
    difference: { method, message },
  });
  if (turn % 16 === 0 && built.semidefinite) {
    const { compared, message } = descended(built, truth);
    answers.set(DESCENT, compared);
    if (message !== null) return found(DESCENT, message);
  }
  for (const { name, every, fits, run, sameAs } of methods) {
    if (turn % every !== 0 || !fits(built, engines)) continue;
    let answer: Answer;
    try {
      answer = await run(built, engines);
    } catch (error) {
      return found(name, `it throws: ${error instanceof Error ? error.message : String(error)}`);
    }
    const comparison = new Comparison(built, truth);
    if (answer.type === 'attack') comparison.attack(answer.sets);
    else {
      comparison.certificate(answer.certificate);
      certificates.set(name, answer.certificate);
      const other = certificates.get(sameAs ?? name);
      if (other !== undefined && JSON.stringify(other) !== JSON.stringify(answer.certificate))
        comparison.fail(`its certificate is not that of "${sameAs}"`);
    }
    answers.set(name, comparison.answers);
    if (['auto', 'enumerate'].some((complete) => name.startsWith(complete))) open += comparison.open;
    if (comparison.difference !== null) return found(name, comparison.difference);
  }
  return { answers, open, difference: null };
}

/** The truth itself against plain coordinate descent, which needs no more than the definition; where it arrives. */
function descended(built: Built, truth: Truth): { compared: number; message: string | null } {
  const { blocks, labels, from, flippable } = built;
  const { m, tests, Q, R, diagonal } = blocks;
  let compared = 0;
  if (Array.from({ length: m }, (_, i) => Q[i * m + i]).includes(0)) return { compared, message: null };
  const problem = {
    m,
    tests,
    Q,
    R,
    testDiagonal: diagonal,
    C: from.C,
    flippable: Int32Array.from(flippable),
  };
  for (const changed of [[], ...flippable.map((i) => [i])]) {
    const of = labels.slice();
    for (const i of changed) of[i] = (of[i] + 1) % from.classes;
    for (let p = from.classes === 2 ? 1 : 0; p < from.classes; p++) {
      const y = Int8Array.from(of, (label) => (label === p ? 1 : -1));
      const plain = decisions({ ...problem, y }, y);
      const found = truth.decisions(of, p);
      for (const [t, value] of plain.entries()) {
        if (Number.isNaN(value) || Number.isNaN(found[t])) continue;
        compared++;
        const tolerance = DESCENT_TOLERANCE * (1 + Math.sqrt(diagonal[t]));
        if (Math.abs(value - found[t]) > tolerance)
          return { compared, message: `node ${t}: ${found[t]} after all, and ${value} by descent` };
      }
    }
  }
  return { compared, message: null };
}
