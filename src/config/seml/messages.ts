/** Every text that the import of a SEML experiment can cause. Short, plain, and saying what becomes of the thing. */

const quoted = (values: readonly (string | number)[]): string =>
  values.map((value) => `\`${value}\``).join(', ');

/** A word of the user's file in a message: it may be a whole page. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

// The file
export const empty = (): string => 'The file is empty.';
export const notSeml = (): string =>
  'This is no SEML experiment: it has no section `seml` that names an `executable`.';
export const alreadyOurs = (): string =>
  'This is a Flipcert configuration already; there is nothing to import.';
export const noSettings = (): string =>
  'The file sets nothing: it has neither `fixed` nor `grid`, in no sub-configuration either.';
export const notAMapping = (key: string): string => `\`${shortened(key)}\` must be a mapping.`;
export const setTwice = (path: string): string =>
  `\`${shortened(path)}\` stands in two sections of one level; keep one.`;

// What is no label certificate
export const otherCertificate = (executable: string, what: string): string =>
  `\`${executable}\` is about ${what}, not about flipped labels: Flipcert has no such certificate, so nothing was written.`;
export const features = 'perturbed features';
export const backdoor = 'backdoor attacks on features';
export const attack = 'attacks on features';
export const unknownExecutable = (executable: string): string =>
  `\`${shortened(executable)}\` is none of the published experiments on flipped labels, so what it certifies is not known; nothing was written.`;

// Grids
export const noType = (key: string): string =>
  `\`${shortened(key)}\` of a grid must be a mapping with \`type: choice\` or \`type: range\`.`;
export const drawn = (path: string, how: string): string =>
  `\`${path}\` is spread by \`${how}\`; write its values with \`type: choice\`.`;
export const random = (path: string): string =>
  `\`${path}\` is drawn at random; write its values in a \`grid\`.`;
export const unknownType = (type: string): string =>
  `\`${shortened(type)}\` is not a type of a grid; it is one of ${quoted(['choice', 'range'])}.`;
export const noOptions = (): string => 'The choice has no options.';
export const badRange = (): string => '`min`, `max` and `step` of a range must be finite numbers.';
export const stepZero = (): string => '`step` of a range must not be 0.';
export const emptyRange = (): string =>
  'The range is empty: it begins at `min`, and `max` is not part of it.';
export const longRange = (most: number): string => `The range has more than ${most} values.`;
export const zipLengths = (zip: string, a: number, b: number): string =>
  `Values with \`zip_id: ${shortened(zip)}\` advance together, but here are ${b} of them and ${a} elsewhere.`;
export const tooMany = (most: number): string => `The grids make more than ${most} combinations.`;
export const tooManyLeaves = (most: number): string => `The file has more than ${most} sub-configurations.`;
export const tooManyParameters = (most: number): string =>
  `The file sets more than ${most} parameters at once.`;

// Values
export const notANumber = (key: string, value: string): string =>
  `\`${key}\` must be a number, and is \`${shortened(value)}\`.`;
export const notAWord = (key: string): string => `\`${key}\` must be a plain value.`;
export const notAnInteger = (key: string, value: string, least: number): string =>
  `\`${key}\` is ${shortened(value)}; it must be a whole number, ${least} or more.`;
export const outside = (key: string, value: number, from: number, to: number): string =>
  `\`${key}\` is ${value}; it must be between ${from} and ${to}.`;
export const below = (key: string, value: number): string =>
  `\`${key}\` is ${value}; that is too small a number for it.`;

// Keys
export const unknownKey = (path: string): string => `not carried over: \`${shortened(path)}\`.`;
export const doesNotMatter = (keys: readonly string[]): string =>
  `not carried over, since it has no part in the result here: ${quoted(keys)}.`;
export const notRead = (key: string, by: string): string =>
  `not carried over: \`${key}\`, which the published code does not read for \`${by}\`.`;

// Data
export const noPerClass = (): string => 'The experiment gives no `n_per_class`, and so no labelled nodes.';
export const noDataset = (): string =>
  'no `dataset` is named; the published code takes `csbm` then, and so does this file.';
export const noSuchData = (dataset: string): string =>
  `The dataset \`${shortened(dataset)}\` cannot be carried over: Flipcert cannot read its features (embeddings, tables of their own, or changed ones); nothing was written for it.`;
export const unknownDataset = (dataset: string): string =>
  `\`${shortened(dataset)}\` is none of the datasets of the published code; nothing was written for it.`;
export const planetoid = (dataset: string): string =>
  `the published code downloads the Planetoid snapshot of \`${dataset}\` and drops nodes without features; ${dataset}.npz may be another snapshot, so that nodes differ.`;
export const polblogs = (): string =>
  'the published code downloads `polblogs` and gives every edge the weight 1; weights of polblogs.npz are used as they are.';
export const otherGenerator = (dataset: string): string =>
  `the graph of \`${dataset}\` has the same distribution, but is drawn by another generator: it is another graph.`;
export const featureCount = (nodes: number, there: number, here: number): string =>
  `with ${nodes} nodes the published generator draws ${there} features; here there are ${here}.`;
export const furtherSeeds = (used: number, further: readonly number[]): string =>
  `this file draws the graph of seed ${used}; for ${quoted(further)} change \`seed\` of the graph and of \`split\`.`;
export const inductive = (): string =>
  '`learning_setting` is not `transductive`; the published label certificates refuse it, and so does this import.';
export const unlabelled = (): string =>
  '`n_trn_unlabeled` is not 0; the published code refuses it, and so does this import.';
export const twoClasses = (): string => 'Generated graphs have two classes.';
export const unevenClasses = (): string =>
  '`n_trn_labeled` and `n_val` must be shared evenly by the classes.';
export const edgeProbability = (key: string, p: number): string =>
  `\`${key}\` makes the probability of an edge ${p}, which is not between 0 and 1.`;
export const balance = (): string =>
  'without `balance_test` the published code draws its `n_test` test nodes from another order: they differ here.';

// Test nodes
export const targetsByClass = (count: number): string =>
  `the published code certifies ${count} test nodes drawn one by one from class after class; here ${count} are drawn from all, so the nodes differ.`;
export const targetsById = (count: number): string =>
  `the published code certifies the ${count} nodes with the ids in \`target_idx\`, labelled ones among them; here ${count} test nodes are drawn.`;
export const testSeed = (): string =>
  'the published code draws the `n_test` test nodes by `seed`, which is not the seed of the data here; the test nodes differ.';

// What is certified
export const noDelta = (): string =>
  'no `delta` is given; the published code takes 0.01 then, and so does this file.';
export const badDelta = (delta: number): string =>
  `not carried over: \`delta: ${delta}\`; a budget is a share of the labels, 0 to 1.`;
export const deltaRounding = (delta: number, m: number, there: number, here: number): string =>
  `${delta} of ${m} labels are ${there} flips in the published code, by rounding, and ${here} here.`;
export const timeLimit = (seconds: number): string =>
  `\`TimeLimit: ${seconds}\` is for one program there (one budget, and where nodes are certified one by one, one node); \`time-limit\` is for a model here.`;
export const noTimeLimit = (): string =>
  'the published code has no `TimeLimit` here; a model has 60 s unless `certify` says otherwise.';
export const badTimeLimit = (): string => 'not carried over: `TimeLimit` is no number of seconds above 0.';
export const onlyChoosesC = (): string =>
  'this experiment chooses C by cross-validation and certifies nothing; here the chosen models are certified with the default budgets. The folds are not drawn by the same generator.';

// Models
export const modelLeftOut = (label: string, why: string): string =>
  `not carried over: the model \`${shortened(label)}\`: ${why}`;
export const noModelLeft = (): string => 'No model could be carried over, so nothing was written.';
export const unknownModel = (model: string): string =>
  `\`model: ${shortened(model)}\` is no network that Flipcert has.`;
export const unknownNormalization = (value: string): string =>
  `Flipcert has no \`normalization: ${shortened(value)}\` of it.`;
export const unknownActivation = (value: string): string =>
  `\`activation: ${shortened(value)}\` is neither \`relu\` nor \`linear\`.`;
export const unknownSkip = (value: string): string =>
  `Flipcert has no \`skip_connection: ${shortened(value)}\` of it.`;
export const regression = (value: string): string =>
  `\`pred_method: ${shortened(value)}\` is no support vector machine.`;
export const hasBias = (): string =>
  'its SVM has a bias term (`bias: True`), and those of Flipcert have none.';
export const otherSolver = (value: string): string =>
  `\`solver: ${shortened(value)}\` trains another SVM (with a bias term, or another multi-class loss).`;
export const notNormalized = (): string => '`normalize: False` leaves the self-loops out.';
export const missing = (key: string): string => `it gives no \`${key}\`.`;
export const noRegularizer = (): string =>
  'no `regularizer` is given; the published code takes 0.1 then, and so does this file.';
export const ignoredByModel = (model: string, key: string, value: string): string =>
  `\`${key}: ${shortened(value)}\` has no effect on \`${model}\` in the published code, and was left away.`;

// The head of a configuration
export const imported = (source: string): string =>
  `Imported from ${source}, an experiment of the code of arXiv 2412.00537.`;
export const headerNotes = (): string => 'Not carried over, or different here (lines of that file):';
export const headerNote = (line: number, message: string): string => `- ${line}: ${message}`;
