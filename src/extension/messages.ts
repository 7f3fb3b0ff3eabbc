import * as vscode from 'vscode';
import { count, percent } from '../report/format';

const t = vscode.l10n.t;

function flipsOf(flips: number): string {
  return flips === 1 ? t('1 flip') : t('{0} flips', flips);
}

/** What a number of several seeds is. */
function meanOf(done: number, all: number): string {
  return done === all ? t('mean of {0} seeds', all) : t('mean of {0} of {1} seeds', done, all);
}

/** At most `most` node ids, then an ellipsis. */
function nodeList(nodes: readonly number[], most = 5): string {
  const shown = nodes.slice(0, most).join(', ');
  return nodes.length > most ? t('{0} and {1} more', shown, nodes.length - most) : shown;
}

/** Every word the extension says to its user, in one place. Functions, so that the words come in the user's language. */
export const messages = {
  // The state of a result.
  edited: () => t('edited'),
  fileChanged: (name: string) => t('{0} changed', name),
  notCertified: () => t('The file was not certified.'),
  nothingCertified: () => t('Nothing was certified.'),
  moreErrors: (count: number) =>
    count === 1
      ? t('And 1 more error. Nothing was certified.')
      : t('And {0} more errors. Nothing was certified.', count),
  restricted: () =>
    t('This workspace is not trusted: Flipcert helps with editing, reads no data and certifies nothing.'),
  manageTrust: () => t('Manage Workspace Trust'),
  processEnded: () => t('The certification process ended unexpectedly.'),
  noAnswer: (seconds: number) => t('no answer within {0} s', seconds),
  endedBySignal: (signal: string) => t('signal {0}', signal),
  endedByCode: (code: number) => t('exit code {0}', code),
  runFailed: () => t('The certification failed.'),

  // Numbers of several seeds.
  numberIsMean: (text: string, done: number, all: number) =>
    t('{0} The number is the {1}.', text, meanOf(done, all)),

  // The status bar.
  statusEmpty: () => t('Not certified'),
  statusRunning: (done: number) => t('Certifying {0} %', Math.floor(done * 100)),
  statusCancelling: () => t('Cancelling'),
  statusStale: () => t('Stale'),
  statusFailed: () => t('Failed'),
  statusExact: (share: number, flips: number) => t('{0} safe at {1}', percent(share), flipsOf(flips)),
  statusBracket: (low: number, high: number, flips: number) =>
    t('{0} to {1} safe at {2}', percent(low), percent(high), flipsOf(flips)),
  statusNoModels: () => t('Cancelled'),
  statusTooltip: (model: string) =>
    t('Flipcert: {0}, certified ratio one node at a time. Click for the panel.', model),
  statusTooltipCollective: (model: string) =>
    t('Flipcert: {0}, certified ratio all at once. Click for the panel.', model),
  statusTooltipStale: (reason: string) =>
    t('Flipcert: the result is of an older state ({0}). Click for the panel.', reason),
  statusTooltipPlain: () => t('Flipcert: click for the robustness panel.'),
  statusAccessible: (text: string) => t('Flipcert: {0}', text),

  // Messages with buttons.
  crashed: (how: string) =>
    t('The certification process ended unexpectedly ({0}). What was proven until then is kept.', how),
  startFailed: (reason: string) => t('Flipcert cannot start: {0}', reason),
  certifyAgain: () => t('Restart and Certify Again'),
  showLog: () => t('Show Log'),
  restarted: () => t('The certification process was restarted.'),
  invalid: (name: string, message: string) => t('{0} was not certified: {1}', name, message),
  showProblems: () => t('Show Problems'),
  unreadable: (path: string) => t('{0} cannot be read.', path),
  rowUnknown: (name: string, node: number) =>
    t(
      '{0} has changed since it was certified, so the row of node {1} is not known. Certify again.',
      name,
      node,
    ),
  unexpected: (message: string) => t('Flipcert: {0}', message),
  noFile: () => t('Open a Flipcert configuration (*.flipcert.yaml) first.'),
  onlyDisk: () => t('Only files on a disk can be certified; save the configuration first.'),
  saveFirst: () => t('Save the configuration first: the paths in it are relative to its place.'),
  save: () => t('Save'),
  nothingToCancel: () => t('No certification is running.'),
  nothingToReport: () => t('There is no result to save yet. Certify the file first.'),
  reportTitle: () => t('Save the Report'),
  reportSaved: (name: string) => t('The report was saved as {0}.', name),
  openReport: () => t('Open in Browser'),
  reportFilter: () => t('HTML page'),
  copied: () => t('Copied.'),
  // Exports.
  exportQuestion: () => t('Export the Result As'),
  exportTitle: () => t('Export'),
  exported: (name: string) => t('{0} was written.', name),
  openExport: () => t('Open'),
  notDrawn: () => t('The chart could not be drawn. Open the panel of the file and try again.'),
  exportHtml: () => t('HTML report'),
  exportHtmlDetail: () => t('The panel as a page that any browser opens without a network'),
  exportJson: () => t('JSON result'),
  exportJsonDetail: () => t('Everything that was proven, node by node, as the command line writes it'),
  exportCsv: () => t('CSV curves'),
  exportCsvDetail: () => t('Certified ratio and accuracy by model, kind and budget'),
  exportLatex: () => t('LaTeX table'),
  exportLatexDetail: () => t('Certified ratio by model and budget, with booktabs'),
  exportSvg: () => t('SVG chart'),
  exportPng: () => t('PNG chart'),
  exportPictureDetail: () => t('The curves as the panel shows them, on white'),
  exportCommand: () => t('Copy as command line'),
  exportCommandDetail: () => t('What gives the same result in a terminal'),
  // Checks of a result.
  unsaved: (name: string) => t('Save {0} first: what stands on the disk is looked at.', name),
  nothingToVerify: () => t('There is no result to verify. Certify the file as it stands first.'),
  verifying: (name: string) => t('Verifying the result of {0}', name),
  verified: (name: string, checked: number) =>
    t('{0}: all {1} claims of the result hold, checked by other means.', name, count(checked)),
  verifiedPartly: (name: string, checked: number, open: number) =>
    t('{0}: {1} claims of the result hold, {2} are left open.', name, count(checked), count(open)),
  refuted: (name: string, refuted: number) =>
    t('{0}: {1} claims of the result are refuted. Do not rely on it.', name, count(refuted)),
  notVerified: (name: string, reason: string) => t('The result of {0} was not verified: {1}', name, reason),
  widthModel: () => t('For which model are finite networks to be trained?'),
  allModels: () => t('All models'),
  training: (name: string) => t('Training finite networks for {0}', name),
  widths: (name: string) => t('Finite width: {0}', name),
  notTrained: (name: string, reason: string) =>
    t('No finite networks were trained for {0}: {1}', name, reason),
  cacheCleared: (size: string, entries: number) =>
    entries === 0 ? t('The cache was empty.') : t('The cache was cleared: {0} were freed.', size),
  // The audit of labels.
  notAudited: () => t('The labels were not audited.'),
  auditModel: () => t('For which model are the labels to be verified?'),
  notLabelled: (node: number, seeds: boolean) =>
    seeds
      ? t('Node {0} is not labelled with every seed, so its label cannot be trusted.', node)
      : t('Node {0} is not labelled, so its label cannot be trusted.', node),
  trustedAlready: () => t('These labels are trusted already.'),
  editRefused: () => t('The labels were not added: the editor did not take the change.'),
  panelTitle: (name: string) => t('Robustness: {0}', name),
  panelGone: () => t('This panel could not be restored. Open it again from its file.'),

  // Details tab of the panel.
  detailStage: (stage: string, model: string | null) =>
    model === null ? t('{0}', stage) : t('{0}, {1}', model, stage),
  detailStageSeconds: (seconds: number, cached: boolean) =>
    cached ? t('{0} s, from the cache', seconds.toFixed(2)) : t('{0} s', seconds.toFixed(2)),
  detailCertifiedAt: () => t('Certified'),
  detailTextHash: () => t('Configuration, SHA-256'),
  detailData: () => t('Read'),
  detailVersion: () => t('Flipcert'),
  detailIncomplete: () => t('stopped before the end; what is shown was proven until then'),
  detailOnly: (names: readonly string[]) => t('only {0} was certified for this text', names.join(', ')),
  detailState: () => t('State'),

  // Expectations.
  expectationFailed: (quantity: string, condition: string, value: number, flips: number) =>
    t('Expected {0} {1} at {2}, proven {3}', quantity, condition, flipsOf(flips), value.toFixed(3)),
  expectationOpen: (quantity: string, condition: string, low: number, high: number, flips: number) =>
    t(
      'Not decided within the time: expected {0} {1} at {2}, the value is between {3} and {4}.',
      quantity,
      condition,
      flipsOf(flips),
      low.toFixed(3),
      high.toFixed(3),
    ),
  expectationNodes: (nodes: readonly number[], flips: number) =>
    nodes.length === 1
      ? t('node {0} is broken by {1}', nodes[0], flipsOf(flips))
      : t('nodes {0} are broken by {1}', nodeList(nodes), flipsOf(flips)),
  expectationSet: (nodes: readonly number[]) => t('the worst set found flips {0}', nodeList(nodes, 8)),
  expectationMean: (message: string, done: number, all: number) => t('{0} ({1})', message, meanOf(done, all)),
  expectationSeed: (seed: number, blame: string) => t('on seed {0} {1}', seed, blame),
  testsOf: () => t('Flipcert expectations'),
  testRun: () => t('Certify'),
  testNotReached: () => t('This expectation was not reached.'),

  // The examples.
  examplesTitle: () => t('Where should the examples go?'),
  examplesPick: () => t('Copy Here'),

  // A new configuration.
  newTitle: () => t('New Flipcert Configuration'),
  newDataset: () => t('What should be certified?'),
  newKarate: () => t('Karate club'),
  newKarateDetail: () => t('A graph of 34 people that is built in; runs at once'),
  newGraph: () => t('A graph in an .npz file'),
  newGraphDetail: () => t('Sparse adjacency, features and labels, as Cora-ML and CiteSeer are published'),
  newCsv: () => t('Tables of edges and nodes'),
  newCsvDetail: () => t('Two CSV files: one edge a line, one node a line'),
  newPick: () => t('Use This File'),
  newPickGraph: () => t('Choose the .npz file'),
  newPickEdges: () => t('Choose the table of edges'),
  newPickNodes: () => t('Choose the table of nodes'),
  newModels: () => t('Which networks? One or more'),
  newNoModels: () => t('Choose at least one network.'),
  newSaveTitle: () => t('Save the Configuration'),
  newFilter: () => t('Flipcert configuration'),
  newExists: (name: string) => t('{0} exists. Replace it?', name),
  newReplace: () => t('Replace'),

  // An imported experiment.
  importTitle: () => t('Import a SEML Configuration'),
  importPick: () => t('Import'),
  importFilter: () => t('SEML experiment'),
  importExists: (names: readonly string[]) =>
    names.length === 1
      ? t('{0} exists. Replace it?', names[0])
      : t('{0} exist. Replace them?', names.join(', ')),
  imported: (files: number, notes: number) =>
    files === 1
      ? t('One configuration was written; {0} notes on what is different in it.', notes)
      : t('{0} configurations were written; {1} notes on what is different in them.', files, notes),
  importPartly: (files: number, notes: number) =>
    t('Not everything could be imported: {0} configurations were written; {1} notes say why.', files, notes),
  importFailed: (name: string, message: string) => t('{0} was not imported: {1}', name, message),
  importDetails: () => t('Show Details'),
  importNothing: () => t('nothing'),
};
