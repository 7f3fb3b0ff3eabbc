import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { PanelState } from '../protocol/panel';
import { resultDetails } from '../report/details';
import type { Entry } from './entry';
import { messages } from './messages';

/** Lines of the panel's Details tab: what every report says, and what only the editor knows of the run. */
export function detailsOf(entry: Entry | undefined, version: string): PanelState['details'] {
  const certified = entry?.certified;
  if (!certified) return [[messages.detailVersion(), version]];
  const { result, stages, files, textHash, sourceHash, at, complete, only } = certified;
  const lines = resultDetails(result, vscode.l10n.t);
  for (const { stage, model, seconds, cached } of stages) {
    const time = messages.detailStageSeconds(seconds, cached === true);
    lines.push([messages.detailStage(stage, model), time]);
  }
  for (const print of files) lines.push([messages.detailData(), basename(print.path)]);
  lines.push([messages.detailTextHash(), sourceHash ?? textHash]);
  lines.push([messages.detailCertifiedAt(), new Date(at).toLocaleString()]);
  if (only) lines.push([messages.detailState(), messages.detailOnly(only)]);
  if (!complete) lines.push([messages.detailState(), messages.detailIncomplete()]);
  lines.push([messages.detailVersion(), version]);
  return lines;
}
