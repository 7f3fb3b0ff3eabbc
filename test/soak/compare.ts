import type { Certificate, CollectiveLevel, NodeRadius } from '../../src/core/certify/certificate';
import { relabelled } from './case';
import type { Built } from './case';
import type { Attacked } from './methods';
import { spreadOf } from './truth';
import type { Truth } from './truth';

/** Counts the answers that were held against the truth, and keeps the first that differs. */
export class Comparison {
  answers = 0;
  /** Answers that could have been exact and were left open. */
  open = 0;
  difference: string | null = null;

  constructor(
    private readonly built: Built,
    private readonly truth: Truth,
  ) {}

  /** Every radius, tie, witness and collective number of a certificate. */
  certificate({ predicted, sampleWise, collective }: Certificate): void {
    const { truth, built } = this;
    const levels = Math.max(...collective.levels.map(({ flips }) => flips));
    sampleWise.nodes.forEach((node, t) => this.node(node, t, predicted[t], levels));
    if (sampleWise.status === 'exact')
      this.hold(
        sampleWise.nodes.every(
          ({ safe, breaking, tie }) => levels === 0 || (!tie && (safe >= levels || breaking === safe + 1)),
        ),
        'called exact, and some node is open',
      );
    // What only one of the two takes for a tie would have to be left out of both counts.
    const clear = sampleWise.nodes.every(({ tie }, t) => tie || truth.nodes[t].tie === 'no');
    if (!clear) return;
    const taking = sampleWise.nodes.map(({ tie }) => !tie);
    const right = taking.map((takes, t) => takes && predicted[t] === built.truth[t]);
    const ties = taking.filter((takes) => !takes).length;
    for (const level of collective.levels) if (level.flips > 0) this.level(level, taking, right, ties);
  }

  /** What an attack says of its sets. An attack decides by rounding what is a tie. */
  attack(sets: readonly Attacked[]): void {
    const { predicted } = this.built.certifiable.clean;
    for (const { flips, nodes, changed, group } of sets) {
      const labels = relabelled(this.built, flips);
      if (labels === null) return this.fail('an attack flips labels that cannot be flipped');
      const verdicts = this.truth.verdictsOf(labels);
      const shown = verdicts.filter(
        (verdict, t) => verdict !== 'safe' && (group === 'all' || predicted[t] === this.built.truth[t]),
      ).length;
      this.hold(
        changed <= shown,
        `an attack of ${flips.length} flips is said to change ${changed} of "${group}", it changes ${shown} at most`,
      );
      for (const t of nodes)
        this.hold(verdicts[t] !== 'safe', `an attack is said to change node ${t}, which is safe`);
    }
  }

  private node(node: NodeRadius, t: number, predicted: number, levels: number): void {
    const { safe, breaking, witness } = node;
    const of = this.truth.nodes[t];
    if (node.tie) return this.tie(node, t, predicted);
    this.hold(of.tie !== 'yes', `node ${t} is an exact tie, and is not called one`);
    if (of.tie !== 'no') return;
    this.hold(
      predicted === of.predicted,
      `node ${t} is predicted ${predicted}, and is class ${of.predicted}`,
    );
    this.hold(
      safe < of.notSafe && safe <= levels,
      `node ${t} is called safe up to ${safe} flips; ${of.notSafe} change it or make it a tie`,
    );
    const exact = Math.min(levels, of.notSafe - 1);
    if (safe < exact) this.open++;
    if (breaking === null) return this.hold(witness === null, `node ${t} has a witness and no number`);
    this.hold(
      breaking >= of.mayChange && breaking > safe && breaking <= levels,
      `node ${t} is said to change with ${breaking} flips; it takes ${of.mayChange}`,
    );
    const labels = witness === null ? null : relabelled(this.built, witness);
    if (labels === null || witness?.length !== breaking) return this.fail(`the witness of node ${t} is none`);
    const verdict = this.truth.verdictsOf(labels)[t];
    this.hold(
      verdict === 'changed' || verdict === 'open',
      `the witness of node ${t} leaves it ${verdict}: ${JSON.stringify(witness)}`,
    );
  }

  /** A tie claims nothing but the interval that its decision lies in. That it could be told is no difference. */
  private tie({ safe, breaking, witness, interval }: NodeRadius, t: number, predicted: number): void {
    if (this.truth.nodes[t].tie === 'no') this.open++;
    this.hold(safe === 0 && breaking === null && witness === null, `the tie of node ${t} claims something`);
    if (interval === undefined) return this.fail(`the tie of node ${t} has no interval`);
    const [low, high] = interval;
    const { value, radius } = this.truth.clean(t, predicted);
    this.hold(
      low <= 0 && high >= 0 && low <= value + radius && high >= value - radius,
      `the tie of node ${t} is said to lie in [${low}, ${high}]; it is ${value}`,
    );
  }

  private level(
    level: CollectiveLevel,
    taking: readonly boolean[],
    right: readonly boolean[],
    ties: number,
  ): void {
    const { flips, witness } = level;
    for (const [name, among, changed, atMost] of [
      ['all', taking, level.changed, level.changedAtMost - ties],
      ['correct', right, level.correctChanged, level.correctChangedAtMost],
    ] as const) {
      const most = this.truth.most(flips, among);
      this.hold(
        changed <= most.possible && changed <= atMost,
        `${flips} flips are said to change ${changed} of "${name}"; no set changes more than ${most.possible}`,
      );
      this.hold(
        atMost >= most.changedOrTied,
        `${flips} flips are said to change at most ${atMost} of "${name}"; one set changes ${most.changedOrTied}`,
      );
      if (atMost > changed && most.possible === most.changedOrTied) this.open++;
    }
    if (witness === null) return this.hold(level.changed === 0, `${flips} flips: changes without a set`);
    const labels = relabelled(this.built, witness);
    if (labels === null || witness.length > flips)
      return this.fail(`the worst set of ${flips} flips is none`);
    const of = spreadOf(this.truth.verdictsOf(labels), taking);
    this.hold(
      level.changed <= of.possible,
      `the worst set of ${flips} flips is said to change ${level.changed}, and changes ${of.possible}`,
    );
  }

  private hold(right: boolean, message: string): void {
    this.answers++;
    if (!right) this.fail(message);
  }

  fail(message: string): void {
    this.difference ??= message;
  }
}
