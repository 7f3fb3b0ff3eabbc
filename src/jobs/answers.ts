import { readFile } from 'node:fs/promises';
import type { CertifyOutcome } from '../protocol/job';
import { digestOfBytes, sameFiles } from './cache/answer-entry';
import type { Answer } from './cache/answer-entry';
import type { Run, RunEvents } from './run';
import type { RunRequest } from './subject';

/**
 * Certifies one configuration; at once where the same was certified before and all its files are what they were. What
 * certifies is loaded only where it is needed.
 */
export function startCertification(request: RunRequest, events: RunEvents): Run {
  let cancelled = false;
  let run: Run | null = null;
  const outcome = async (): Promise<CertifyOutcome> => {
    const began = performance.now();
    const answer = await keptAnswer(request);
    if (answer !== null) return replay(answer, events, began);
    const { startRun } = await import('./run');
    run = startRun(request, events);
    if (cancelled) run.cancel();
    return run.outcome;
  };
  const cancel = (): void => {
    cancelled = true;
    run?.cancel();
  };
  return { outcome: outcome(), cancel };
}

/** Null where there is none, or one of its files is another now. */
async function keptAnswer(request: RunRequest): Promise<Answer | null> {
  const { cache, file, text } = request;
  if (cache === null) return null;
  const bytes = text === null ? await readFile(file).catch(() => null) : Buffer.from(text, 'utf8');
  if (bytes === null) return null;
  const answer = await cache.answer(request, digestOfBytes(bytes));
  return answer !== null && (await sameFiles(answer.files)) ? answer : null;
}

/** Says what the run said that made the answer. */
function replay(
  { dataset, notes, result, diagnostics, files, picture }: Answer,
  events: RunEvents,
  began: number,
): CertifyOutcome {
  events.opened(dataset);
  for (const note of notes) events.note(note);
  const seconds = (performance.now() - began) / 1000;
  return {
    kind: 'done',
    result,
    diagnostics,
    stages: [{ model: null, stage: 'cache', seconds, cached: true }],
    files: files.map(({ path }) => path),
    picture,
  };
}
