import { spread } from '../report/means';
import type { Agreement, WidthAgreement } from '../report/width/result';
import type { FlipSet } from './labellings';

/** One network: its decisions on the test nodes after training on the clean labels and on each flip set. */
export interface NetworkOutcome {
  readonly width: number;
  readonly seed: number;
  /** By flip set, the clean labels first. */
  readonly decisions: readonly Float64Array[];
  readonly unsettled: number;
}

/** What the certificate says of the test nodes. */
export interface Verdicts {
  /** The clean labels first. */
  readonly sets: readonly FlipSet[];
  /** Decisions of the kernel machine, by flip set. */
  readonly kernel: readonly Float64Array[];
  /** Places of test nodes whose clean decision is a tie: there is no verdict on them. */
  readonly ties: ReadonlySet<number>;
}

interface Tally {
  agree: number;
  of: number;
}

/** All networks of one width against the certificate. */
export function agreementOf(
  width: number,
  networks: readonly NetworkOutcome[],
  verdicts: Verdicts,
): WidthAgreement {
  const tallies = networks.map(({ decisions }) => talliesOf(decisions, verdicts));
  return {
    width,
    clean: summed(tallies.map(({ clean }) => clean)),
    broken: summed(tallies.map(({ broken }) => broken)),
    safe: summed(tallies.map(({ safe }) => safe)),
    difference: spread(networks.map(({ decisions }) => differenceOf(decisions, verdicts.kernel))),
    trainings: networks.length * verdicts.sets.length,
    unsettled: networks.reduce((sum, { unsettled }) => sum + unsettled, 0),
  };
}

/** A decision of 0 or more predicts the second class, as in the certificate. A diverged network predicts neither. */
function side(decision: number): number {
  return decision >= 0 ? 1 : decision < 0 ? -1 : 0;
}

function talliesOf(decisions: readonly Float64Array[], { sets, kernel, ties }: Verdicts) {
  const clean: Tally = { agree: 0, of: 0 };
  const broken: Tally = { agree: 0, of: 0 };
  const safe: Tally = { agree: 0, of: 0 };
  const count = (tally: Tally, agrees: boolean): void => {
    tally.of++;
    if (agrees) tally.agree++;
  };
  kernel[0].forEach((decision, t) => {
    if (!ties.has(t)) count(clean, side(decision) === side(decisions[0][t]));
  });
  sets.forEach(({ breaks, safe: withstanding }, s) => {
    const [before, after] = [decisions[0], decisions[s]];
    for (const t of breaks) count(broken, side(before[t]) * side(after[t]) === -1);
    for (const t of withstanding) count(safe, side(before[t]) * side(after[t]) === 1);
  });
  return { clean, broken, safe };
}

function summed(tallies: readonly Tally[]): Agreement {
  const of = tallies.reduce((sum, tally) => sum + tally.of, 0);
  return {
    agree: tallies.reduce((sum, { agree }) => sum + agree, 0),
    of,
    share: of === 0 ? null : spread(tallies.map((tally) => tally.agree / tally.of)),
  };
}

function differenceOf(network: readonly Float64Array[], kernel: readonly Float64Array[]): number {
  let squares = 0;
  let all = 0;
  kernel.forEach((decisions, s) =>
    decisions.forEach((decision, t) => {
      squares += (network[s][t] - decision) ** 2;
      all += decision ** 2;
    }),
  );
  return all === 0 ? 0 : Math.sqrt(squares / all);
}
