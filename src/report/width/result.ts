/** What `flipcert widthcheck` reports, as `schemas/widths.schema.json` describes it. Plain data, every field readonly. */
import type { Spread } from '../result';

export interface WidthResult {
  readonly flipcertWidths: 1;
  /** Path of the configuration, as it was given. */
  readonly config: string;
  /** What this is and is not. */
  readonly note: string;
  /** Of several seeds of the split the first; null where there is one split alone. */
  readonly splitSeed: number | null;
  readonly widths: readonly number[];
  /** Networks of each width. */
  readonly seeds: number;
  readonly models: readonly ModelWidths[];
  readonly leftOut: readonly LeftOut[];
}

/** A model without finite networks, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

export interface ModelWidths {
  readonly name: string;
  readonly architecture: string;
  readonly depth: number;
  readonly C: number;
  readonly testNodes: number;
  /** Distinct witnesses of the certificate, and how many of them networks were trained on. */
  readonly witnesses: { readonly all: number; readonly used: number };
  /** Flip sets that networks were trained on, the clean labels not counted. */
  readonly flipSets: number;
  readonly widths: readonly WidthAgreement[];
}

export interface WidthAgreement {
  readonly width: number;
  /** Predictions on the clean labels that are the certificate's. */
  readonly clean: Agreement;
  /** Predictions that a witness changes, as the certificate says. */
  readonly broken: Agreement;
  /** Predictions that stay, as the certificate says, under a set of no more flips than the node withstands. */
  readonly safe: Agreement;
  /** Root mean square of network less kernel machine, as a share of that of the kernel machine's decisions. */
  readonly difference: Spread;
  /** Trainings, and those that did not settle. */
  readonly trainings: number;
  readonly unsettled: number;
}

/** Over all seeds together, and how the share spreads between them; null where there is no such verdict. */
export interface Agreement {
  readonly agree: number;
  readonly of: number;
  readonly share: Spread | null;
}
