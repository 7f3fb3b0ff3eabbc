import { readFile, stat } from 'node:fs/promises';
import type { CertifyOutcome, ReadPrint } from '../protocol/job';
import { sameFiles } from './cache/answer-entry';
import { digestOfBytes } from '../prepare/digest';
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
    const kept = await keptAnswer(request);
    if (kept !== null) return replay(kept.answer, kept.prints, events, began);
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
async function keptAnswer(
  request: RunRequest,
): Promise<{ readonly answer: Answer; readonly prints: readonly ReadPrint[] } | null> {
  const { cache, file, text } = request;
  if (cache === null) return null;
  const bytes = text === null ? await readFile(file).catch(() => null) : Buffer.from(text, 'utf8');
  if (bytes === null) return null;
  const answer = await cache.answer(request, digestOfBytes(bytes));
  if (answer === null) return null;
  // Before their bytes are looked at: what changes meanwhile has another print.
  const prints = await Promise.all(answer.files.map(({ path }) => printOf(path)));
  if (!(await sameFiles(answer.files))) return null;
  return { answer, prints: prints.filter((print) => print !== null) };
}

async function printOf(path: string): Promise<ReadPrint | null> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { path, size, modified: mtimeMs };
  } catch {
    return null;
  }
}

/** Says what the run said that made the answer. */
function replay(
  { dataset, notes, result, diagnostics, files, picture }: Answer,
  prints: readonly ReadPrint[],
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
    prints,
    picture,
  };
}
