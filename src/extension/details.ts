import { basename } from 'node:path';
import type { PanelState } from '../protocol/panel';
import type { Entry } from './entry';
import { messages } from './messages';

/** Lines of the panel's Details tab: what was computed, how, from what, and how long it took. */
export function detailsOf(entry: Entry | undefined, file: string, version: string): PanelState['details'] {
  const lines: [string, string][] = [
    [messages.detailFile(), file],
    [messages.detailVersion(), version],
  ];
  const certified = entry?.certified;
  if (!certified) return lines;
  const { result, stages, files, textHash, at, complete } = certified;
  const { nodes, edges, features, labelled, test } = result.dataset;
  lines.push([
    messages.detailDataset(),
    messages.detailDatasetValue(nodes, edges, features, labelled.length, test.length),
  ]);
  for (const model of result.models) {
    for (const [kind, part] of [
      ['sample-wise', model.sampleWise],
      ['collective', model.collective],
    ] as const) {
      if (!part) continue;
      lines.push([
        messages.detailMethod(model.name, kind),
        messages.detailSeconds(part.method, part.seconds, part.status),
      ]);
    }
  }
  for (const { stage, model, seconds } of stages) {
    lines.push([messages.detailStage(stage, model), messages.detailStageSeconds(seconds)]);
  }
  for (const print of files) lines.push([messages.detailData(), basename(print.path)]);
  lines.push([messages.detailTextHash(), textHash]);
  lines.push([messages.detailCertifiedAt(), new Date(at).toLocaleString()]);
  if (!complete) lines.push([messages.detailState(), messages.detailIncomplete()]);
  return lines;
}
