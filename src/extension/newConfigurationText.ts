/** The text of a new configuration. Pure; it must be valid as it stands, so that the first thing a newcomer sees works. */

export type NewDataset =
  | { readonly kind: 'karate' }
  | { readonly kind: 'npz'; readonly path: string }
  | { readonly kind: 'csv'; readonly edges: string; readonly nodes: string };

export const NEW_MODELS = ['GCN', 'SGC', 'MLP'] as const;
export type NewModel = (typeof NEW_MODELS)[number];

const MODEL_TEXT: Readonly<Record<NewModel, string>> = {
  GCN: `  GCN:
    architecture: gcn
    depth: 1
    normalization: row
    C: 1
`,
  SGC: `  SGC:
    architecture: sgc
    depth: 1
    normalization: row
    C: 1
`,
  MLP: `  MLP:
    architecture: mlp
    depth: 1
    C: 1
`,
};

/** Writes the configuration. Paths are written as given: relative to the file that will hold the text. */
export function newConfigurationText(dataset: NewDataset, models: readonly NewModel[]): string {
  const perClass = dataset.kind === 'karate' ? 7 : 10;
  const test = dataset.kind === 'karate' ? 'rest' : '50';
  return `# Which predictions hold when training labels are wrong? Run "Flipcert: Certify This File".
dataset:
${datasetText(dataset)}split:
  labelled: { per-class: ${perClass} }
  test: ${test}
  seed: 0
models:
${models.map((model) => MODEL_TEXT[model]).join('')}certify:
  kinds: [sample-wise, collective]
  budgets: { flips: [1, 2, 3] }
  time-limit: 60s
`;
}

function datasetText(dataset: NewDataset): string {
  switch (dataset.kind) {
    case 'karate':
      return '  generate: karate\n';
    case 'npz':
      return `  graph: ${quoted(dataset.path)}\n  classes: largest-two\n`;
    case 'csv':
      return `  graph: { edges: ${quoted(dataset.edges)}, nodes: ${quoted(dataset.nodes)} }\n`;
  }
}

/** Plain where YAML reads it as the same text, otherwise in double quotes (JSON's are YAML's). */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) && !/^[-.\d]+$/.test(path) ? path : JSON.stringify(path);
}
