/** What terminal and page say of an agreement. */
import { percent } from '../format';
import type { Spread } from '../result';
import type { Agreement, ModelWidths, WidthAgreement, WidthResult } from './result';

export const NOTE =
  'The certificate is about the infinitely wide network. That networks of a finite width agree with it is an observation, not a proof: they may differ on other labels, seeds or widths.';

export const LEGEND: readonly string[] = [
  "Clean: predictions on the clean labels that are the certificate's.",
  'Broken: predictions that change, as the certificate says, when the network is trained on a witness.',
  'Safe: predictions that stay, as the certificate says, when it is trained on no more flips than the node withstands.',
  "Difference: root mean square of the network's decisions less those of the certified kernel machine, as a share of theirs.",
];

/** The three questions, in the order of tables and pictures. */
export const QUESTIONS = ['clean', 'broken', 'safe'] as const;
export type Question = (typeof QUESTIONS)[number];

/** 97.5 % ± 1.2 (117 of 120); a dash where there is no such verdict. @param seeds networks of each width */
export function agreementText({ agree, of, share }: Agreement, seeds: number): string {
  return share === null ? '-' : `${spreadText(share, seeds)} (${agree} of ${of})`;
}

/** One network deviates from nothing. @param seeds networks of each width */
export function spreadText({ mean, deviation }: Spread, seeds: number): string {
  return seeds === 1 ? percent(mean) : `${percent(mean)} ± ${(100 * deviation).toFixed(1)}`;
}

export function modelTitle({ name, architecture, depth, C }: ModelWidths): string {
  return `${name}: ${architecture}, ${depth} hidden ${depth === 1 ? 'layer' : 'layers'}, C = ${C}`;
}

/** On what a model's networks were trained. */
export function trainedOn({ flipSets, witnesses, testNodes }: ModelWidths): string {
  const sets = `${flipSets} ${flipSets === 1 ? 'set' : 'sets'} of flips`;
  return `${testNodes} test nodes; trained on the clean labels and ${sets}, ${witnesses.used} of ${witnesses.all} distinct witnesses among them.`;
}

/** Null where all trainings settled. */
export function unsettledText({ width, unsettled, trainings }: WidthAgreement): string | null {
  return unsettled === 0
    ? null
    : `Width ${width}: ${unsettled} of ${trainings} trainings had not settled after the most steps; they count as they stand.`;
}

export function seedsText({ seeds, splitSeed }: WidthResult): string {
  const networks =
    seeds === 1
      ? '1 network of each width.'
      : `${seeds} networks of each width; mean ± sample standard deviation.`;
  return splitSeed === null ? networks : `${networks} Of several splits the first alone, seed ${splitSeed}.`;
}
