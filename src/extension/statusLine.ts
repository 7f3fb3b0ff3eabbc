/** What the status bar says of one file. Pure. */
import type { PanelStatus } from '../protocol/panel';
import type { Result } from '../report/result';
import { livingMessages } from './livingMessages';
import { messages } from './messages';
import { isSettled, summarize } from './summary';

export interface StatusLine {
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  readonly error?: true;
}

/** @param waiting how many files wait for their turn */
export function statusLine(status: PanelStatus, result: Result | null, waiting: number): StatusLine {
  switch (status.kind) {
    case 'empty':
      return { icon: 'shield', text: messages.statusEmpty(), tooltip: messages.statusTooltipPlain() };
    case 'running':
      return runningLine(status, waiting);
    case 'stale':
      return {
        icon: 'warning',
        text: messages.statusStale(),
        tooltip: messages.statusTooltipStale(status.reason),
      };
    case 'failed':
      return {
        icon: 'error',
        text: messages.statusFailed(),
        tooltip: status.title,
        error: true,
      };
    case 'current':
      return resultLine(result, status.only ?? null);
  }
}

/** A sign of certainty only where every answer is exact. */
function resultLine(result: Result | null, only: readonly string[] | null): StatusLine {
  const summary = result && summarize(result);
  if (!summary) {
    return { icon: 'circle-slash', text: messages.statusNoModels(), tooltip: messages.statusTooltipPlain() };
  }
  const { model, kind, flips, certified, certifiedAtMost, seeds } = summary;
  const exact = certified === certifiedAtMost;
  const tooltip =
    kind === 'sample-wise' ? messages.statusTooltip(model) : messages.statusTooltipCollective(model);
  const text = exact
    ? messages.statusExact(certified, flips)
    : messages.statusBracket(certified, certifiedAtMost, flips);
  return {
    icon: exact && isSettled(result) ? 'pass' : 'question',
    text: only ? livingMessages.onlyModels(text, only) : text,
    tooltip: seeds ? messages.numberIsMean(tooltip, seeds.done, seeds.all) : tooltip,
  };
}

function runningLine(status: Extract<PanelStatus, { kind: 'running' }>, waiting: number): StatusLine {
  const { cancelling, queued, done, model, secondsLeft, certificate = null, flips = null, reason } = status;
  if (queued !== undefined) {
    return { icon: 'watch', text: livingMessages.queued(queued), tooltip: livingMessages.queuedTooltip() };
  }
  const text = cancelling
    ? messages.statusCancelling()
    : livingMessages.running(done, model, secondsLeft, reason !== undefined);
  const level = livingMessages.level(certificate, flips);
  const work = [model, level].filter((part) => part !== null).join(', ');
  return {
    icon: 'sync~spin',
    text: waiting === 0 ? text : livingMessages.others(text, waiting),
    tooltip: work === '' ? livingMessages.runningPlain() : livingMessages.runningTooltip(work),
  };
}
