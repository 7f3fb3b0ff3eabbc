/** The sentences that could be quoted: what is proven of a node or of the whole, and what is not. */
import type { ClassLabel, Flip, Plateau } from '../src/report/result';
import { t } from './l10n';
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
  return seed === null ? { claim, rest } : { claim: t('With seed {0}: {1}', seed, claim), rest };
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
  return /^-?\d+(\.\d+)?$/.test(String(label)) ? t('class {0}', label) : String(label);
}

/**
 * Where there are two classes a label can be flipped; where there are more it is changed to one of the others.
 * Whole sentences for each, since a language may bend both the verb and what stands around it.
 */
function predictedWhatever(node: number, predicted: string, safe: number, classes: number): string {
  const relabelled = classes > 2;
  if (safe === 0) {
    return relabelled
      ? t('Node {0} is predicted {1}, and nothing is proven once a label is changed.', node, predicted)
      : t('Node {0} is predicted {1}, and nothing is proven once a label is flipped.', node, predicted);
  }
  if (safe === 1) {
    return relabelled
      ? t('Node {0} is predicted {1} whichever one label is changed.', node, predicted)
      : t('Node {0} is predicted {1} whichever one label is flipped.', node, predicted);
  }
  const flips = count(safe);
  return relabelled
    ? t('Node {0} is predicted {1} whatever {2} labels are changed.', node, predicted, flips)
    : t('Node {0} is predicted {1} whatever {2} labels are flipped.', node, predicted, flips);
}

function predictedOnlyWhile(node: number, predicted: string, classes: number): string {
  return classes > 2
    ? t('Node {0} is predicted {1} only while no label is changed.', node, predicted)
    : t('Node {0} is predicted {1} only while no label is flipped.', node, predicted);
}

/** The nodes of a flip set; with more than two classes also what each label becomes: "3 and 9 to AI; 5 to ML". */
function flipSet(witness: readonly Flip[], classes: number): string {
  if (classes <= 2) return list(witness.map((f) => f.node));
  const byLabel = new Map<ClassLabel, number[]>();
  for (const { node, label } of witness) byLabel.set(label, [...(byLabel.get(label) ?? []), node]);
  return [...byLabel]
    .map(([label, nodes]) =>
      t(
        { message: '{0} to {1}', comment: 'nodes, and the class that their labels become' },
        list(nodes),
        className(label),
      ),
    )
    .join('; ');
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
  const [turned, predictions] = [count(turnedLeast), count(total)];
  const changes = exact
    ? t('{0} of {1}’s {2} predictions', turned, model, predictions)
    : t('at least {0} of {1}’s {2} predictions', turned, model, predictions);
  const one = witness.length === 1;
  const claim =
    classes > 2
      ? one
        ? t('Changing 1 label turns {0}: {1}.', changes, labels)
        : t('Changing {0} labels turns {1}: {2}.', count(witness.length), changes, labels)
      : one
        ? t('Flipping label {0} changes {1}.', labels, changes)
        : t('Flipping labels {0} changes {1}.', labels, changes);
  const noOther =
    flips === 1
      ? t('No other label changes more.')
      : t('No other set of at most {0} changes more.', count(flips));
  const rest = exact
    ? noOther
    : t('Whether another set of at most {0} changes up to {1} is open.', count(flips), count(turnedMost));
  return ofSeed(input.seed, { claim, rest });
}

/** Budgets that share their worst set: what more flips are worth. */
export function plateauSentence({ from, to }: Pick<Plateau, 'from' | 'to'>): string {
  return t(
    'The collective ratio falls no further from {0} to {1} flips: at each of these budgets this set is a worst one, and more flips do no more harm.',
    count(from),
    count(to),
  );
}

export interface NodeFacts {
  readonly node: number;
  readonly predicted: ClassLabel;
  readonly safe: number;
  readonly breaking: number | null;
  readonly witness: readonly Flip[] | null;
  readonly tie: boolean;
  /** What the decision of a tie lies between. */
  readonly interval: readonly [number, number] | null;
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
    return {
      claim: t('Node {0}’s decision cannot be told from zero: neither safe nor broken.', node),
      rest: facts.interval === null ? '' : betweenText(facts.interval),
    };
  }
  const predicted = className(facts.predicted);
  const claim = predictedWhatever(node, predicted, safe, classes);
  if (breaking === null) {
    return {
      claim,
      rest:
        safe >= largest
          ? t('No larger budget was asked for.')
          : t('What more flips do is open: no set that changes it was found.'),
    };
  }
  const broken = brokenBy(facts, breaking);
  if (breaking === safe + 1) {
    return safe === 0
      ? { claim: predictedOnlyWhile(node, predicted, classes), rest: broken }
      : { claim, rest: t('{0} No smaller set does.', broken) };
  }
  const rest =
    breaking - safe === 2
      ? t('{0} Whether {1} can is open.', broken, count(safe + 1))
      : t('{0} Whether {1} to {2} can is open.', broken, count(safe + 1), count(breaking - 1));
  return { claim, rest };
}

/** In few digits; a bound that is not zero is not shown as zero. */
function betweenText([low, high]: readonly [number, number]): string {
  const shown = (bound: number): string => String(Number(bound.toPrecision(2)));
  return t('It lies between {0} and {1}.', shown(low), shown(high));
}

function brokenBy({ witness, classes }: NodeFacts, breaking: number): string {
  const these = theseChangeIt(breaking, classes);
  return witness ? `${these}: ${flipSet(witness, classes)}.` : `${these}.`;
}

function theseChangeIt(breaking: number, classes: number): string {
  if (breaking === 1)
    return classes > 2 ? t('Relabelling this one changes it') : t('Flipping this one changes it');
  return classes > 2
    ? t('Relabelling these {0} changes it', count(breaking))
    : t('Flipping these {0} changes it', count(breaking));
}
