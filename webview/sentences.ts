/** The sentences that could be quoted: what is proven of a node or of the whole, and what is not. */
import type { ClassLabel, Flip, Plateau } from '../src/report/result';
import { count, list } from './logic/format';
import { ARROW } from './strings';

export interface Sentence {
  readonly claim: string;
  /** Empty where the claim says it all. */
  readonly rest: string;
}

/** As it is copied. */
export function inFull({ claim, rest }: Sentence): string {
  return rest === '' ? claim : `${claim} ${rest}`;
}

/** Of several splits a sentence must say which it is about. */
function ofSeed(seed: number | null, { claim, rest }: Sentence): Sentence {
  return seed === null ? { claim, rest } : { claim: `With seed ${seed}: ${claim}`, rest };
}

/** What one flip does to a label. */
export interface LabelChange {
  readonly node: number;
  readonly from: ClassLabel | null;
  readonly to: ClassLabel;
}

export function change(labels: LabelChange): string {
  return `${labels.from === null ? '' : `${labels.from} ${ARROW} `}${labels.to}`;
}

/** A class that is a bare number would read as a count. */
function className(label: ClassLabel): string {
  return /^-?\d+(\.\d+)?$/.test(String(label)) ? `class ${label}` : String(label);
}

/** A label can be flipped where there are two classes; where there are more it is changed to one of the others. */
const verb = (classes: number): string => (classes > 2 ? 'changed' : 'flipped');

function whatever(flips: number, classes: number): string {
  return flips === 1
    ? `whichever one label is ${verb(classes)}`
    : `whatever ${count(flips)} labels are ${verb(classes)}`;
}

/** The nodes of a flip set; with more than two classes also what each label becomes: "3 and 9 to AI; 5 to ML". */
function flipSet(witness: readonly Flip[], classes: number): string {
  if (classes <= 2) return list(witness.map((f) => f.node));
  const byLabel = new Map<ClassLabel, number[]>();
  for (const { node, label } of witness) byLabel.set(label, [...(byLabel.get(label) ?? []), node]);
  return [...byLabel].map(([label, nodes]) => `${list(nodes)} to ${className(label)}`).join('; ');
}

/** The attack in words: the flip set, and how many predictions it turns. */
export function attackSentence(input: {
  readonly model: string;
  readonly witness: readonly Flip[];
  readonly low: number;
  readonly high: number;
  readonly total: number;
  readonly flips: number;
  readonly classes: number;
  /** Null where there is a single split. */
  readonly seed: number | null;
}): Sentence {
  const { witness, low, high, total, flips, model, classes } = input;
  const turnedMost = Math.round((1 - low) * total);
  const turnedLeast = Math.round((1 - high) * total);
  const labels = flipSet(witness, classes);
  const exact = turnedMost === turnedLeast;
  const changes = `${exact ? '' : 'at least '}${count(turnedLeast)} of ${model}’s ${count(total)} predictions`;
  const noun = witness.length === 1 ? 'label' : 'labels';
  const claim =
    classes > 2
      ? `Changing ${count(witness.length)} ${noun} turns ${changes}: ${labels}.`
      : `Flipping ${noun} ${labels} changes ${changes}.`;
  const others = flips === 1 ? 'No other label' : `No other set of at most ${count(flips)}`;
  const rest = exact
    ? `${others} changes more.`
    : `Whether another set of at most ${count(flips)} changes up to ${count(turnedMost)} is open.`;
  return ofSeed(input.seed, { claim, rest });
}

/** Budgets that share their worst set: what more flips are worth. */
export function plateauSentence({ from, to }: Pick<Plateau, 'from' | 'to'>): string {
  return `The collective ratio falls no further from ${count(from)} to ${count(to)} flips: at each of these budgets this set is a worst one, and more flips do no more harm.`;
}

export interface NodeFacts {
  readonly node: number;
  readonly predicted: ClassLabel;
  readonly safe: number;
  readonly breaking: number | null;
  readonly witness: readonly Flip[] | null;
  readonly tie: boolean;
  /** Largest budget that was asked for. */
  readonly largest: number;
  /** How many classes there are. */
  readonly classes: number;
  /** Null where there is a single split. */
  readonly seed: number | null;
}

/** One sentence that could be quoted: what is proven of a node, and what is not. */
export function nodeSentence(facts: NodeFacts): Sentence {
  return ofSeed(facts.seed, nodeClaim(facts));
}

function nodeClaim(facts: NodeFacts): Sentence {
  const { node, safe, breaking, classes, largest } = facts;
  if (facts.tie) {
    return { claim: `Node ${node}’s decision cannot be told from zero: neither safe nor broken.`, rest: '' };
  }
  const predicted = `Node ${node} is predicted ${className(facts.predicted)}`;
  const claim =
    safe === 0
      ? `${predicted}, and nothing is proven once a label is ${verb(classes)}.`
      : `${predicted} ${whatever(safe, classes)}.`;
  if (breaking === null) {
    return {
      claim,
      rest:
        safe >= largest
          ? 'No larger budget was asked for.'
          : 'What more flips do is open: no set that changes it was found.',
    };
  }
  const broken = brokenBy(facts, breaking);
  if (breaking === safe + 1) {
    return safe === 0
      ? { claim: `${predicted} only while no label is ${verb(classes)}.`, rest: broken }
      : { claim, rest: `${broken} No smaller set does.` };
  }
  const between =
    breaking - safe === 2 ? `${count(safe + 1)}` : `${count(safe + 1)} to ${count(breaking - 1)}`;
  return { claim, rest: `${broken} Whether ${between} can is open.` };
}

function brokenBy({ witness, classes }: NodeFacts, breaking: number): string {
  const doing = classes > 2 ? 'Relabelling' : 'Flipping';
  const these = breaking === 1 ? `${doing} this one` : `${doing} these ${count(breaking)}`;
  return `${these} changes it${witness ? `: ${flipSet(witness, classes)}` : ''}.`;
}
