import { posix } from 'node:path';
import type { Location, MappingNode } from '../tree';
import * as messages from './messages';
import { Refusal, entriesOf, startOf } from './values';

/** What one of the published programs does. */
export interface Program {
  readonly name: string;
  /** Where the experiment names it. */
  readonly location: Location;
  /** Null where it only chooses C, by cross-validation. */
  readonly kind: 'sample-wise' | 'collective' | null;
  /** Whether it certifies with a relaxation. */
  readonly relaxed: boolean;
  /** Which nodes it certifies: all that are not labelled, or those of `target_idx`. */
  readonly tests: 'rest' | 'count' | 'by-id' | 'by-class';
}

type Behaviour = Omit<Program, 'name' | 'location'>;
const SAMPLE_WISE: Behaviour = { kind: 'sample-wise', relaxed: false, tests: 'rest' };
const CHOOSES: Behaviour = { kind: null, relaxed: false, tests: 'rest' };

const PROGRAMS: ReadonlyMap<string, Behaviour> = new Map([
  // The name that exp_labelcert_binaryclass.py had before.
  ['exp_labelcert.py', SAMPLE_WISE],
  ['exp_labelcert_binaryclass.py', SAMPLE_WISE],
  ['exp_labelcert_binaryclass_onenode.py', { ...SAMPLE_WISE, tests: 'by-id' }],
  ['exp_labelcert_collective.py', { kind: 'collective', relaxed: false, tests: 'count' }],
  ['exp_labelcert_multiclass_onenode.py', { ...SAMPLE_WISE, tests: 'by-class' }],
  ['exp_labelcert_multiclass_onenode_inexact.py', { ...SAMPLE_WISE, relaxed: true, tests: 'by-class' }],
  ['exp_hyperparam.py', CHOOSES],
  ['exp_ntk_hyperparam.py', CHOOSES],
]);

/** The published programs about something else. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^exp_qpcert_backdoor/, messages.backdoor],
  [/^exp_qpcert/, messages.features],
  [/^exp_attack/, messages.attack],
];

/** The program that an experiment runs. @throws Refusal where it is none about flipped labels. */
export function programOf(root: MappingNode): Program {
  const seml = root.entries.get('seml');
  const node = seml?.value.kind === 'mapping' ? entriesOf(seml.value).get('executable')?.value : undefined;
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') {
    const ours = root.entries.has('models') && root.entries.has('split');
    throw new Refusal(
      'not-seml',
      ours ? messages.alreadyOurs() : messages.notSeml(),
      seml?.key ?? startOf(root),
    );
  }
  const name = posix.basename(node.value.replaceAll('\\', '/').trim());
  const behaviour = PROGRAMS.get(name);
  if (behaviour !== undefined) return { name, location: node.location, ...behaviour };
  const other = OTHERS.find(([pattern]) => pattern.test(name));
  if (other !== undefined)
    throw new Refusal('not-a-label-certificate', messages.otherCertificate(name, other[1]), node.location);
  throw new Refusal('unknown-executable', messages.unknownExecutable(name), node.location);
}
