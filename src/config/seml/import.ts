import { posix } from 'node:path';
import type { Diagnostic } from '../../core/errors';
import type { Limits } from '../../core/limits';
import { DEFAULT_LIMITS } from '../../core/limits';
import type { Location, MappingNode } from '../tree';
import { parseYaml } from '../yaml';
import { DELTA, SEED, TARGET, readCertificates } from './certify';
import { DATA_SEED, readData } from './dataset';
import { programOf } from './executables';
import type { Program } from './executables';
import type { Experiment, Leaf } from './expand';
import { MAX_POINTS, leavesOf, pointsOf } from './expand';
import { grouped } from './group';
import type { Group, Unit } from './group';
import { keyNotes } from './keys';
import * as messages from './messages';
import { REGULARIZER, labelOf, readModel } from './models';
import { fileNames } from './names';
import { Settings } from './settings';
import { Refusal, startOf } from './values';
import { configurationText } from './write';

export interface ImportedFile {
  /** Without a folder. */
  readonly name: string;
  readonly text: string;
}

export interface Imported {
  /** The configurations; none where there is an error that concerns them all. */
  readonly files: readonly ImportedFile[];
  /** Errors, and what was not carried over or is different. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Grids that a configuration can hold as they are. */
const WHOLE: readonly (readonly string[])[] = [[DELTA], [TARGET], [REGULARIZER], [SEED, DATA_SEED]];

/**
 * Turns a SEML experiment of the published code into configurations: one for each dataset, split and certificate in
 * it, with all its models.
 * @param file path as it shall appear in diagnostics; its name becomes that of the configurations.
 * @param data folder of the data files, relative to the configurations.
 */
export function importSeml(
  file: string,
  text: string,
  data = 'data',
  limits: Limits = DEFAULT_LIMITS,
): Imported {
  const start: Location = { file, range: { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 } };
  const failed = (code: string, message: string, location = start): Imported => ({
    files: [],
    diagnostics: [{ code, message, severity: 'error', ...location }],
  });
  try {
    const { root, diagnostics } = parseYaml(file, text, limits);
    if (root === null)
      return diagnostics.length > 0 ? { files: [], diagnostics } : failed('empty-file', messages.empty());
    if (root.kind !== 'mapping') return failed('not-seml', messages.notSeml());
    return imported(file, root, posixFolder(data));
  } catch (error) {
    if (error instanceof Refusal) return failed(error.code, error.message, error.location);
    throw error;
  }
}

/** @throws Refusal where nothing can be made of the file. */
function imported(file: string, root: MappingNode, folder: string): Imported {
  const program = programOf(root);
  const experiment = leavesOf(root);
  if (experiment.set.length === 0) throw new Refusal('not-seml', messages.noSettings(), startOf(root));
  const general = keyNotes(root, experiment);
  const errors: Diagnostic[] = [];
  const leftOut = new Map<Diagnostic, string>();
  const units = readUnits(root, experiment, program, folder, errors, leftOut);
  const groups = grouped(units);
  if (groups.length === 0 && errors.length === 0) {
    const message = messages.noModelLeft();
    errors.push({ code: 'no-model', message, severity: 'error', ...startOf(root) });
  }
  const base = posix.basename(file.replaceAll('\\', '/'));
  const names = fileNames(base.replace(/\.ya?ml$/i, ''), groups);
  const outside = [...leftOut.keys()];
  const files = groups.map((group, i) => {
    const own = new Set(group.units.map(({ leaf }) => leaf));
    // A model that was left out belongs where the rest of its sub-configuration went.
    const missed = outside.filter((note) => groups.length === 1 || own.has(leftOut.get(note) ?? ''));
    const notes = sorted([...general, ...missed, ...group.units.flatMap((unit) => unit.notes)]);
    return { name: names[i], text: configurationText(base, group, notes) };
  });
  const all = [...errors, ...general, ...outside, ...groups.flatMap(notesOf)];
  return { files, diagnostics: sorted(all) };
}

function notesOf({ units }: Group): readonly Diagnostic[] {
  return units.flatMap(({ notes }) => notes);
}

/** The experiments of a file. Those that cannot be carried over are reported: their data, or their models alone. */
function readUnits(
  root: MappingNode,
  { leaves }: Experiment,
  program: Program,
  folder: string,
  errors: Diagnostic[],
  leftOut: Map<Diagnostic, string>,
): Unit[] {
  const units: Unit[] = [];
  let count = 0;
  for (const leaf of leaves) {
    const unknown = unknownOf(leaf);
    for (const point of pointsOf(leaf, isWhole)) {
      const around = startOf(root);
      if (++count > MAX_POINTS) throw new Refusal('too-large', messages.tooMany(MAX_POINTS), around);
      const settings = new Settings(point, unknown, around);
      const unit = readUnit(leaf, settings, program, folder, errors, leftOut);
      if (unit !== null) units.push(unit);
    }
  }
  return units;
}

function readUnit(
  leaf: Leaf,
  settings: Settings,
  program: Program,
  folder: string,
  errors: Diagnostic[],
  leftOut: Map<Diagnostic, string>,
): Unit | null {
  try {
    const data = readData(settings, folder);
    const certificates = readCertificates(settings, program, data);
    try {
      const model = readModel(settings);
      const { notes } = settings;
      const { seeds } = data;
      return {
        leaf: leaf.name,
        data,
        seeds,
        certificates,
        budgets: certificates.budgets,
        model,
        C: model.C,
        notes,
      };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const message = messages.modelLeftOut(labelOf(settings), error.message);
      leftOut.set({ code: 'model-left-out', message, severity: 'warning', ...error.location }, leaf.name);
      return null;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    errors.push({ code: error.code, message: error.message, severity: 'error', ...error.location });
    return null;
  }
}

/** Grids of delta and the like are not crossed: a configuration holds them as lists. */
function isWhole(paths: readonly string[]): boolean {
  return WHOLE.some((group) => paths.every((path) => group.includes(path)));
}

function unknownOf(leaf: Leaf): ReadonlyMap<string, string> {
  const unknown = new Map<string, string>();
  for (const { path, unknown: why } of leaf.parameters.values()) if (why !== null) unknown.set(path, why);
  return unknown;
}

/** In the order of the file, each once. */
function sorted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const one of diagnostics) {
    const key = JSON.stringify([one.range.startLine, one.range.startColumn, one.code, one.message]);
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()].sort(
    (a, b) => a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn,
  );
}

/** Forward slashes, and one at the end; empty for the folder of the configuration itself. */
function posixFolder(folder: string): string {
  const path = posix.normalize(folder.replaceAll('\\', '/') || '.').replace(/\/+$/, '');
  return path === '.' ? '' : `${path}/`;
}
