/**
 * Results for the panel's tests, computed and not typed in. A node is changed by a flip set exactly when the set holds
 * all of the node's weak labels; so its radius is their number less one, and the worst common set of each size is
 * found by counting over every subset of the labels.
 */
import type {
  ClassLabel,
  CurvePoint,
  Flip,
  ModelResult,
  NodeCertificate,
  Result,
} from '../../../src/report/result';

export interface FixtureOptions {
  readonly labelled?: number;
  readonly test?: number;
  readonly models?: readonly string[];
  /** Every so many nodes is left open: shown broken one flip later than it is. 0: none. */
  readonly openEvery?: number;
  readonly tieEvery?: number;
  readonly kinds?: readonly ('sample-wise' | 'collective')[];
  readonly budgets?: readonly number[];
  /** Two or more. With more than two a flip gives a label the class after its own. */
  readonly classes?: readonly ClassLabel[];
}

export const MODELS = ['APPNP', 'SGC', 'GCN', 'GraphSAGE', 'GIN', 'MLP'];

/** A small generator of repeatable numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function makeResult(options: FixtureOptions = {}): Result {
  const { labelled = 12, test = 200, models = MODELS, classes = ['NN', 'PM'] } = options;
  const next = random(7);
  const ids = Array.from({ length: labelled + test }, (_, i) => i * 3 + Math.floor(next() * 3));
  // Labelled nodes lie scattered among the others.
  const stride = Math.max(1, Math.floor(ids.length / labelled));
  const labelledIds = Array.from({ length: labelled }, (_, i) => ids[i * stride]);
  const testIds = ids.filter((id) => !labelledIds.includes(id));
  const labels = labelledIds.map((_, i) => classes[i % classes.length]);
  const testLabels = testIds.map(() => classes[Math.floor(next() * classes.length)]);
  const dataset = {
    name: 'Cora-ML, two largest classes',
    nodes: ids.length,
    edges: ids.length * 2 + 30,
    features: 2879,
    classes,
    labelled: labelledIds,
    labels,
    test: testIds,
    testLabels,
  };
  return {
    flipcert: 1,
    config: 'coramlb.flipcert.yaml',
    dataset,
    models: models.map((name, i) => makeModel(name, i, dataset, options)),
  };
}

/** Each model has its own mix of weak sets: some nodes hang on a few labels that many share, some on others. */
function makeModel(
  name: string,
  place: number,
  dataset: Result['dataset'],
  options: FixtureOptions,
): ModelResult {
  const { openEvery = 0, tieEvery = 0, kinds = ['sample-wise', 'collective'] } = options;
  const m = dataset.labelled.length;
  const next = random(100 + place);
  const budgets = options.budgets ?? Array.from({ length: m + 1 }, (_, k) => k);
  const other = (label: ClassLabel): ClassLabel =>
    dataset.classes[(dataset.classes.indexOf(label) + 1) % dataset.classes.length];
  const flipsOf = (mask: number): Flip[] =>
    dataset.labelled.flatMap((node, i) =>
      mask & (1 << i) ? [{ node, label: other(dataset.labels[i]) }] : [],
    );

  const quick = 0.18 + 0.1 * ((place * 7) % 6);
  const masks = dataset.test.map(() => {
    // Firm nodes need four labels of their own at once: that is what makes the plateau.
    const firm = next() < 0.46 - 0.03 * place;
    const pool = firm ? [4, 5, 6, 7, 8, 9] : [0, 1, 2, 3].slice(0, 3 + (place % 2));
    const size = next() < quick ? 1 : next() < 0.6 ? 2 : 3;
    const chosen = [...pool].sort(() => next() - 0.5).slice(0, firm ? 4 : size);
    return chosen.reduce((mask, bit) => mask | (1 << (bit % m)), 0);
  });
  const right = dataset.test.map(() => next() < 0.97 - 0.025 * place);
  const radius = masks.map((mask) => bitCount(mask) - 1);

  const nodes = dataset.test.map((node, i): NodeCertificate => {
    if (tieEvery > 0 && i % tieEvery === tieEvery - 1) {
      return { node, safeFlips: 0, breakingFlips: null, witness: null, tie: true };
    }
    const open = openEvery > 0 && i % openEvery === 0 && radius[i] > 0;
    const mask = masks[i];
    return {
      node,
      safeFlips: open ? radius[i] - 1 : radius[i],
      breakingFlips: radius[i] + 1,
      witness: flipsOf(mask),
    };
  });
  const share = (count: (i: number) => boolean): number =>
    nodes.filter((_, i) => count(i)).length / nodes.length;
  const sampleWise = budgets.map((flips): CurvePoint => ({
    flips,
    budget: flips / m,
    certified: share((i) => !nodes[i].tie && nodes[i].safeFlips >= flips),
    certifiedAtMost: share((i) => nodes[i].breakingFlips === null || (nodes[i].breakingFlips ?? 0) > flips),
    certifiedAccuracy: share((i) => !nodes[i].tie && nodes[i].safeFlips >= flips && right[i]),
  }));
  const collective = collectiveCurve(masks, right, m, budgets, flipsOf);
  const exact = openEvery === 0 && tieEvery === 0;
  return {
    name,
    architecture: name.toLowerCase(),
    C: 0.075,
    accuracy: right.filter(Boolean).length / right.length,
    predictions: dataset.test.map((node, i) => ({
      node,
      class: right[i] ? dataset.testLabels[i] : other(dataset.testLabels[i]),
      decision: (next() - 0.5) * 1.9,
    })),
    ...(kinds.includes('sample-wise')
      ? {
          sampleWise: {
            status: exact ? 'exact' : 'bracket',
            method: 'flip-engine',
            seconds: 0.4 + place,
            nodes,
            curve: sampleWise,
          } as const,
        }
      : {}),
    ...(kinds.includes('collective')
      ? {
          collective: {
            status: 'exact',
            method: 'flip-engine',
            seconds: 1.2 + place,
            curve: collective,
          } as const,
        }
      : {}),
  };
}

function collectiveCurve(
  masks: readonly number[],
  right: readonly boolean[],
  m: number,
  budgets: readonly number[],
  flipsOf: (mask: number) => Flip[],
): CurvePoint[] {
  // Broken nodes of every set, by summing over subsets.
  const broken = new Int32Array(1 << m);
  const brokenRight = new Int32Array(1 << m);
  masks.forEach((mask, i) => {
    broken[mask]++;
    if (right[i]) brokenRight[mask]++;
  });
  for (const counts of [broken, brokenRight]) {
    for (let bit = 1; bit < 1 << m; bit <<= 1) {
      for (let set = 0; set < 1 << m; set++) if (set & bit) counts[set] += counts[set ^ bit];
    }
  }
  const worst = new Array<number>(m + 1).fill(0);
  const worstSet = new Array<number>(m + 1).fill(0);
  const worstRight = new Array<number>(m + 1).fill(0);
  for (let set = 0; set < 1 << m; set++) {
    const size = bitCount(set);
    if (broken[set] > worst[size]) {
      worst[size] = broken[set];
      worstSet[size] = set;
    }
    worstRight[size] = Math.max(worstRight[size], brokenRight[set]);
  }
  for (let k = 1; k <= m; k++) {
    if (worst[k - 1] >= worst[k]) {
      worst[k] = worst[k - 1];
      worstSet[k] = worstSet[k - 1];
    }
    worstRight[k] = Math.max(worstRight[k], worstRight[k - 1]);
  }
  const total = masks.length;
  const correct = right.filter(Boolean).length;
  return budgets.map((flips) => ({
    flips,
    budget: flips / m,
    certified: (total - worst[flips]) / total,
    certifiedAtMost: (total - worst[flips]) / total,
    certifiedAccuracy: (correct - worstRight[flips]) / total,
    witness: worst[flips] > 0 ? flipsOf(worstSet[flips]) : null,
  }));
}

function bitCount(mask: number): number {
  let n = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) n++;
  return n;
}
