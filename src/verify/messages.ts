/** What is said of claims that are not simply right. */

const flips = (n: number): string => `${n} ${n === 1 ? 'flip' : 'flips'}`;

export const tooMany = (size: number, complete: number, limit: number): string =>
  `there are too many sets of up to ${flips(size)}; all of up to ${flips(complete)} were looked at (--limit ${limit})`;
export const sampledSets = (size: number, complete: number): string =>
  `all sets of up to ${flips(complete)} were looked at, of those of up to ${flips(size)} a sample`;
export const changedBy = (size: number, safe: number): string =>
  `stated safe up to ${flips(safe)}, and ${flips(size)} change it`;
export const notShownSafe = (size: number): string =>
  `with ${flips(size)} it comes too close to a tie to be told`;
export const safeRange = (safe: number, largest: number): string =>
  `${flips(safe)} is no number that can be stated here; the largest budget is ${flips(largest)}`;
export const breakingBelowSafe = (breaking: number, safe: number): string =>
  `changed by ${flips(breaking)}, and stated safe up to ${flips(safe)}`;
export const breakingWithoutWitness = 'breakingFlips and witness go together, and as many labels as flips';
export const tieWithClaims = 'a tie is neither safe nor broken';
export const badInterval = (low: number, high: number, decision: number): string =>
  `[${low}, ${high}] is no interval of a tie, around zero and around the decision, ${decision}`;
export const tieOpen = 'a tie: the clean decision cannot be told from zero here either';
export const tieOfIndefinite = (decision: number): string =>
  `no tie here, the decision is ${decision}; with a kernel that may have negative eigenvalues others may be able to tell less`;
export const noTie = (decision: number): string => `no tie: the decision is ${decision}`;
export const tieHere = 'the clean prediction cannot be told from a tie here';
export const badFlip = (node: number): string =>
  `node ${node} is no labelled node whose label can be flipped, or comes twice`;
export const badLabel = (node: number): string => `the new label of node ${node} is its own, or no class`;
export const witnessFails = 'trained on these labels the prediction stands';
export const witnessClose = 'trained on these labels the decision is too close to a tie to be told';
export const wrongClass = (stated: unknown, found: unknown): string =>
  `stated ${String(stated)}, and trained on the clean labels it is ${String(found)}`;
export const decisionOff = (stated: number, found: number, tolerance: number): string =>
  `stated ${stated}, found ${found} +- ${tolerance.toPrecision(2)}`;
export const notShare = (value: number, tests: number): string =>
  `${value} is no share of ${tests} test nodes`;
export const brokenTogether = (broken: number, allowed: number): string =>
  `one set changes ${broken} predictions, and stated is that none changes more than ${allowed}`;
export const perhapsTogether = (broken: number, allowed: number): string =>
  `one set may change ${broken} predictions, and stated is that none changes more than ${allowed}`;
export const tooFew = (broken: number, stated: number): string =>
  `no set changes more than ${broken} of those predicted right; exactly ${stated} is stated`;
export const notShownTogether = 'no set that was looked at shows that it is this low';
export const witnessCount = (shown: number, stated: number): string =>
  `the worst set changes ${shown} predictions, stated are ${stated}`;
export const witnessSize = (size: number, flipsAllowed: number): string =>
  `it flips ${size} labels, at a budget of ${flips(flipsAllowed)}`;
export const upperBelowLower = 'certifiedAtMost is below certified';
export const rises = 'it rises with the budget';
export const belowSampleWise = 'the ratio of one common set is below that of one node at a time';
export const exactIsOpen = 'stated exact, and the bounds do not meet';
export const openIsExact = (status: string): string => `stated ${status}, and the bounds meet`;
export const maybeExact = (status: string): string =>
  `stated ${status}; the bounds meet, and whether those of the certified accuracy did cannot be seen`;
export const unknownModel = 'there is no such model in the configuration, or it is out of order';
export const kindMissing = (kind: string, wanted: boolean): string =>
  wanted ? `the configuration asks for ${kind}` : `the configuration does not ask for ${kind}`;
export const closeValidation = (stated: number, found: number): string =>
  `stated ${stated}, found ${found}; some validation decisions are ties`;
