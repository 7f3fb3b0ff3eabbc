import type { Diagnostic } from '../../core/errors';
import type { MappingNode } from '../tree';
import type { Experiment } from './expand';
import * as messages from './messages';

/** Keys that the import reads, by the section they stand in. */
const READ: Readonly<Record<string, readonly string[]>> = {
  '': ['seed'],
  data_params: ['dataset', 'learning_setting', 'cv_folds'],
  'data_params.specification': [
    ...['classes', 'n_trn_labeled', 'n_trn_unlabeled', 'n_val', 'n_test', 'n_per_class', 'balance_test'],
    ...['sigma', 'K', 'm', 'avg_within_class_degree', 'avg_between_class_degree', 'seed'],
  ],
  model_params: [
    ...['label', 'model', 'normalization', 'activation', 'depth', 'regularizer', 'pred_method', 'solver'],
    ...['bias', 'skip_connection', 'skip_alpha', 'alpha', 'iteration', 'weigh_adjacency', 'normalize'],
    // Of networks that are left out, which is said once.
    ...['gamma', 'delta', 'T'],
  ],
  certificate_params: ['delta', 'n_test', 'target_idx', 'n_targets_per_class', 'TimeLimit'],
};

/** Keys that say where data, logs and licences are, how a solver works, or what the programs never read. */
const NO_MATTER: Readonly<Record<string, readonly string[]>> = {
  '': ['overwrite', 'db_collection'],
  'data_params.specification': ['data_dir', 'fraction_test', 'make_undirected', 'binary_attr'],
  model_params: ['alpha_tol', 'cache_size', 'solution_method', 'print_alphas'],
  certificate_params: [
    ...['LogToConsole', 'OutputFlag', 'IntegralityFocus', 'NumericFocus', 'MIPFocus', 'Threads', 'Presolve'],
    ...['Cuts', 'Heuristics', 'Aggregate', 'DualReductions', 'NodeLimit', 'SoftMemLimit', 'MIPGap'],
    ...['use_tight_big_M', 'epsilon', 'save_dir'],
    ...['n_adversarial', 'method', 'perturbation_model', 'delta_absolute', 'attack_nodes'],
  ],
};
/** Sections of nothing else. */
const NO_MATTER_SECTIONS = ['slurm', 'verbosity_params', 'other_params'];

/** A note on every key that the import does not know, and one on all of those that make no difference. */
export function keyNotes(root: MappingNode, { set, strays }: Experiment): Diagnostic[] {
  const notes: Diagnostic[] = strays.map(({ path, location }) => ({
    code: 'not-carried-over',
    message: messages.unknownKey(path),
    severity: 'warning',
    ...location,
  }));
  const slurm = root.entries.get('slurm');
  const idle = new Map(slurm === undefined ? [] : [['slurm', slurm.key]]);
  for (const { path, location } of set) {
    const end = path.lastIndexOf('.');
    const [section, key] = [path.slice(0, Math.max(0, end)), path.slice(end + 1)];
    const [first] = path.split('.');
    if (NO_MATTER_SECTIONS.includes(first)) {
      if (!idle.has(first)) idle.set(first, location);
    } else if (listed(NO_MATTER, section, key)) {
      if (!idle.has(key)) idle.set(key, location);
    } else if (!listed(READ, section, key)) {
      const message = messages.unknownKey(path);
      notes.push({ code: 'not-carried-over', message, severity: 'warning', ...location });
    }
  }
  const [where] = idle.values();
  if (where !== undefined) {
    const message = messages.doesNotMatter([...idle.keys()]);
    notes.push({ code: 'no-matter', message, severity: 'information', ...where });
  }
  return notes;
}

function listed(of: Readonly<Record<string, readonly string[]>>, section: string, key: string): boolean {
  return Object.hasOwn(of, section) && of[section].includes(key);
}
