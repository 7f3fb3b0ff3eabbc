/** Configurations that several sections of the benchmark take. */
import { resolve } from 'node:path';
import { cora } from './bundle.mjs';

const SKIPPED = 'SKIPPED: set FLIPCERT_CORA_ML to the path of cora_ml.npz.';

/** Whether Cora-ML is there; says so where it is not. */
export function hasCora(what) {
  if (cora === undefined) console.log(`${what}: ${SKIPPED}`);
  return cora !== undefined;
}

/**
 * Cora-ML, binary features, no isolated nodes.
 * @param labelled of each class @param test nodes @param models and @param certify in the configuration's language
 */
export function coraMl({
  classes = 'largest-two',
  labelled,
  test,
  models = '{ GCN: { architecture: gcn, C: 0.075 } }',
  certify,
}) {
  return `dataset: { graph: ${JSON.stringify(resolve(cora))}, features: binary, classes: ${classes}, nodes: no-isolated }
split: { labelled: { per-class: ${labelled} }, test: ${test}, seed: 0 }
models: ${models}
certify: ${certify}
`;
}

/** Three models with the values of C that Cora-ML is certified with. */
export const THREE_MODELS = `
  GCN: { architecture: gcn, C: 0.075 }
  SGC: { architecture: sgc, C: 0.075 }
  MLP: { architecture: mlp, C: 0.025 }`;

/** m = 20, three models, all budgets. */
export function threeModels(test) {
  return coraMl({
    labelled: 10,
    test,
    models: THREE_MODELS,
    certify: '{ budgets: all, time-limit: 600s }',
  });
}
