import coramlb from '../../examples/paper/coramlb.flipcert.yaml';
import coramlbDensity from '../../examples/paper/coramlb-density.flipcert.yaml';
import coramlbDepth from '../../examples/paper/coramlb-depth.flipcert.yaml';
import karate from '../../examples/paper/zachary.flipcert.yaml';
import type { PublishedRatios } from '../report/paper';

/** An experiment of arXiv 2412.00537 that comes with the program. */
export interface PaperExperiment {
  /** Text of the configuration. */
  readonly text: string;
  /** Data file that it needs; null where it needs none. */
  readonly data: string | null;
  readonly published: PublishedRatios | null;
}

const CORA_ML = 'cora_ml.npz';

/** By the name that `flipcert reproduce` knows them by. */
export const paperExperiments: Readonly<Record<string, PaperExperiment>> = {
  coramlb: {
    text: coramlb,
    data: CORA_ML,
    published: {
      source: 'arXiv 2412.00537',
      budgets: [0.05, 0.1, 0.15, 0.2, 0.25, 0.3],
      models: {
        GCN: [86.4, 55.6, 46.8, 43.6, 43.6, 41.6],
        SGC: [88.8, 63.2, 49.6, 46.0, 45.2, 42.0],
      },
    },
  },
  'coramlb-density': { text: coramlbDensity, data: CORA_ML, published: null },
  'coramlb-depth': { text: coramlbDepth, data: CORA_ML, published: null },
  karate: { text: karate, data: null, published: null },
};
