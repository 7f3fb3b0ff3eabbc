import Table from 'cli-table3';
import { printable } from '../config/diagnostic-text';
import {
  LEGEND,
  QUESTIONS,
  agreementText,
  modelTitle,
  seedsText,
  spreadText,
  trainedOn,
  unsettledText,
} from '../report/width/text';
import type { WidthResult } from '../report/width/result';
import * as messages from './messages';
import { PLAIN_TABLE } from './plain-table';

/** A line for each model and width. */
export function widthTable(result: WidthResult): string {
  const { models, leftOut, config, note, seeds } = result;
  const table = new Table({
    head: [...messages.widthHead],
    colAligns: ['left', 'right', 'left', 'left', 'left', 'left'],
    ...PLAIN_TABLE,
  });
  for (const { name, widths } of models)
    for (const width of widths)
      table.push([
        printable(name),
        width.width,
        ...QUESTIONS.map((question) => agreementText(width[question], seeds)),
        spreadText(width.difference, seeds),
      ]);
  return [
    `${config}: ${seedsText(result)}`,
    table.toString(),
    ...models.map((model) => `${printable(modelTitle(model))}: ${trainedOn(model)}`),
    ...models.flatMap(({ name, widths }) =>
      widths.flatMap((width) => {
        const text = unsettledText(width);
        return text === null ? [] : [`${printable(name)}: ${text}`];
      }),
    ),
    ...leftOut.map(({ name, reason }) => messages.widthLeftOut(printable(name), reason)),
    ...LEGEND,
    note,
    '',
  ].join('\n');
}
