import { count, duration } from './format';
import type { Result } from './result';

/** Lines for the Details tab: what was computed, how, and how long it took. Label and value, in order. */
export function resultDetails(result: Result): [string, string][] {
  const { dataset } = result;
  const lines: [string, string][] = [
    ['Configuration', result.config],
    ['Dataset', dataset.name],
    ['Nodes, edges', `${count(dataset.nodes)}, ${count(dataset.edges)}`],
    ['Features', count(dataset.features)],
    ['Classes', dataset.classes.join(', ')],
    ['Labelled, test', `${count(dataset.labelled.length)}, ${count(dataset.test.length)}`],
  ];
  for (const model of result.models) {
    const kernel =
      model.architecture === 'kernel' ? 'kernel of the file' : `${model.architecture}, exact NTK`;
    lines.push([model.name, `${kernel}, C = ${model.C}`]);
    const { sampleWise, collective } = model;
    if (sampleWise !== undefined) {
      lines.push([
        `${model.name}, one node at a time`,
        `${sampleWise.status} by ${sampleWise.method}, ${duration(sampleWise.seconds)}`,
      ]);
    }
    if (collective !== undefined) {
      lines.push([
        `${model.name}, all at once`,
        `${collective.status} by ${collective.method}, ${duration(collective.seconds)}`,
      ]);
    }
  }
  return lines;
}
