/** Every text of `flipcert milp`: its options, its errors, and the comments at the top of a program. */

import { basename } from 'node:path';

export const options = {
  model: 'the model that is asked about',
  flips: 'most labels that may be flipped',
  format: 'free MPS or CPLEX LP',
  seed: 'one of the seeds of the configuration (default: its first)',
  node: 'id of the test node whose prediction is asked about',
  collective: 'ask how many test predictions one set of flips changes',
  form: 'compact: so many variables as labels, times a few; paper: the model of arXiv 2412.00537',
  out: 'write to PATH; standard output without it',
};

export const nodeOrCollective =
  'flipcert: say which question to write: --node ID for one test node, or --collective for all of them.';
export const nodeUnused = 'flipcert: --collective asks about all test nodes; --node has no part in it.';
export const unknownSeed = (seed: number, known: readonly number[]): string =>
  `flipcert: ${seed} is not a seed of this configuration; it has ${known.join(', ')}.`;
export const milpNeedsTwoClasses = (count: number): string =>
  `The programs are for two classes, and ${count} are left; take two \`classes\`.`;
export const notATestNode = (id: number, labelled: boolean): string =>
  `Node ${id} is ${labelled ? 'labelled' : 'not a test node'}; name one of the test nodes with --node.`;
export const tiedNode = (id: number): string =>
  `The clean prediction of node ${id} cannot be told from a tie, so there is none to change; name another node.`;
export const constantNode = (id: number): string =>
  `Nothing labelled touches node ${id}, so no flips change its prediction and there is no program to solve.`;
export const nothingToChange =
  'No test node has a prediction that flips could change: all are ties, or touched by nothing labelled.';
export const largeBigM = (bigM: number, limit: number): string =>
  `The largest big-M constant of this program is ${bigM.toPrecision(3)}, above ${limit}: a solver's tolerance times it may ` +
  'exceed the decisions, so an optimum proves little. Scale the kernel or take a smaller C.';

/** What both kinds of program say of themselves. */
export interface Facts {
  readonly file: string;
  readonly model: string;
  readonly C: number;
  /** Null where the configuration has one split. */
  readonly seed: number | null;
  readonly form: 'compact' | 'paper';
  /** Most labels that are flipped, of so many labelled nodes, of which some are trusted. */
  readonly flips: number;
  readonly labelled: number;
  readonly trusted: number;
}

const flipsOf = ({ flips, labelled }: Facts): string =>
  `at most ${flips} ${flips === 1 ? 'flip' : 'flips'} of ${labelled} training labels`;

const origin = ({ file, model, C, seed, form, trusted }: Facts): string[] => [
  `Configuration: ${basename(file)}. Model: ${model}, C = ${C}${seed === null ? '' : `, seed ${seed}`}. Form of the program: ${form}.`,
  ...(trusted === 0 ? [] : [`Labels that cannot be flipped: ${trusted}; their columns are fixed at 0.`]),
];

const legend: Readonly<Record<Facts['form'], string>> = {
  compact:
    'Others: dual_N is y z / C, with y the clean label and z the signed dual variable; short_N and beyond_N are how far the margin is below ' +
    'and above 1; at_bound_N and at_zero_N are 1 where the dual variable may be at the end of its box that these need.',
  paper:
    'Others, as in arXiv 2412.00537 and divided by C where they are duals: alpha_N; z_N is alpha_N times the label after ' +
    'the flips; r_N_M is that label of N times z_M; u_N and v_N are the multipliers of the ends of the box, s_N and t_N ' +
    'choose which of them may differ from 0.',
};

/** Comments at the top of the program about one test node. */
export function nodeHeader(
  facts: Facts,
  { node, sign, value, label }: { node: number; sign: number; value: number; label: string | number },
): string[] {
  const few = `${facts.flips} ${facts.flips === 1 ? 'flip' : 'flips'}`;
  return [
    `Flipcert: do ${flipsOf(facts)} change the prediction of test node ${node}?`,
    ...origin(facts),
    `Clean prediction: class ${label}, decision f = ${value}; the prediction is that class while ` +
      `${sign === 1 ? 'f >= 0' : 'f < 0'}.`,
    `Minimise: ${sign === 1 ? '' : '-'}f / (C sum |K|), with f the decision of the model trained on the flipped labels ` +
      `and K the kernel of node ${node} with the labelled nodes: a value from -1 to 1.`,
    `Optimum below 0: at most ${few} change the prediction, and the columns flip_N that are 1 say which. Above 0: no ` +
      `set of at most ${few} does. Nearer to 0 than the solver is exact: open.`,
    'Columns: flip_N is 1 where the label of node N is flipped. Rows: budget is the number of flips; those that end in ' +
      '_N say that the model is trained to optimality.',
    legend[facts.form],
  ];
}

/** Comments at the top of the program about all test nodes. */
export function collectiveHeader(facts: Facts, asked: number, left: number): string[] {
  return [
    `Flipcert: how many of ${asked} test predictions can one set of ${flipsOf(facts)} change?`,
    ...origin(facts),
    ...(left === 0
      ? []
      : [`Not asked about: ${left} test nodes that are tied, or that nothing labelled touches.`]),
    'Minimise: minus the number of changed predictions, so that every solver reads the direction alike. Optimum -5: ' +
      'no such set of flips changes more than 5, and the columns flip_N that are 1 say which one changes 5.',
    'A decision that comes within 1e-6 of 0, in units of C sum |K|, counts as changed: where the solution has such a ' +
      'one, the optimum is an upper bound.',
    'Columns: flip_N is 1 where the label of node N is flipped, changed_T is 1 where the prediction of test node T ' +
      'changes. Rows: budget is the number of flips; decision_T lets changed_T be 1 only where it does; the others say ' +
      'that the model is trained to optimality.',
    legend[facts.form],
  ];
}
