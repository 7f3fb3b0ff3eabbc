/** The job process: certifications as JSON-RPC requests over the channel of the process that forked it. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import {
  auditProgressNotification,
  auditRequest,
  certifyRequest,
  clearCacheRequest,
  logNotification,
  partialNotification,
  progressNotification,
  versionRequest,
} from '../protocol/job';
import type { AuditOutcome, AuditParams, CertifyOutcome, CertifyParams } from '../protocol/job';
import { version } from '../../package.json';
import { datasetSentences } from '../prepare/describe';
import { startAudit } from './audit';
import { startCertification } from './answers';
import { DiskCache } from './cache/disk';
import { openRunCache } from './cache/run-cache';
import { defaultThreads } from './memory';
import * as messages from './messages';
import { Partials } from './partials';
import { workerFiles } from './pool';
import type { RunRequest } from './subject';

const here = dirname(fileURLToPath(import.meta.url));

async function requestOf(
  { file, text, model, threads, timeLimit, cache, limits }: CertifyParams,
  warn: (message: string) => void,
): Promise<RunRequest> {
  const failed = (reason: string): void => warn(messages.cacheFailed(cache?.folder ?? '', reason));
  return {
    file,
    text: text ?? null,
    model: model ?? null,
    threads: threads ?? defaultThreads(),
    timeLimit: timeLimit ?? null,
    ...(limits === undefined ? {} : { limits }),
    workers: workerFiles(here),
    cache: await openRunCache(cache ?? null, here, failed),
  };
}

function serve(connection: MessageConnection): void {
  const log = (level: 'info' | 'warn' | 'error', message: string): void => {
    void connection.sendNotification(logNotification, { level, message });
  };

  const certifyFile = async (params: CertifyParams, token: CancellationToken): Promise<CertifyOutcome> => {
    const { runId } = params;
    const request = await requestOf(params, (message) => log('warn', message));
    const partials = new Partials(
      (partial) => void connection.sendNotification(partialNotification, { runId, ...partial }),
    );
    const run = startCertification(request, {
      opened: (dataset) => log('info', `${params.file}: ${datasetSentences(dataset).join(' ')}`),
      progress: (progress) => void connection.sendNotification(progressNotification, { runId, ...progress }),
      partial: (result, running, open) => partials.offer(result, running, open),
      note: (message) => log('info', message),
    });
    const listener = token.onCancellationRequested(() => run.cancel());
    if (token.isCancellationRequested) run.cancel();
    try {
      log('info', `Certifying ${params.file}`);
      const outcome = await run.outcome;
      if (outcome.kind === 'done') {
        for (const { model, stage, seconds, engine, cached } of outcome.stages) {
          const walked = engine === undefined ? '' : `, flip engine: ${engine}`;
          const read = cached === true ? ', from the cache' : '';
          log('info', `${model ?? 'all models'}: ${stage} ${seconds.toFixed(3)} s${walked}${read}`);
        }
      }
      log('info', `${params.file}: ${outcome.kind}`);
      if (outcome.kind === 'invalid' || outcome.result === null) return outcome;
      return { ...outcome, ...partials.end(outcome.result) };
    } finally {
      partials.close();
      listener.dispose();
    }
  };

  const auditFile = async (params: AuditParams, token: CancellationToken): Promise<AuditOutcome> => {
    const { runId, file } = params;
    const request = await requestOf(params, (message) => log('warn', message));
    const run = startAudit(
      { ...request, flips: params.flips ?? null },
      {
        opened: () => undefined,
        progress: (progress) =>
          void connection.sendNotification(auditProgressNotification, { runId, ...progress }),
        note: (message) => log('info', message),
      },
    );
    const listener = token.onCancellationRequested(() => run.cancel());
    if (token.isCancellationRequested) run.cancel();
    try {
      log('info', `Auditing the labels of ${file}`);
      const outcome = await run.outcome;
      const audits = outcome.kind === 'invalid' ? [] : (outcome.audit?.models ?? []);
      for (const { name, certifications, labels, seconds } of audits)
        log(
          'info',
          `${name}: ${certifications} of ${labels.length} labels certified anew, ${seconds.toFixed(3)} s`,
        );
      log('info', `${file}: audit ${outcome.kind}`);
      return outcome;
    } finally {
      listener.dispose();
    }
  };

  connection.onRequest(certifyRequest, certifyFile);
  connection.onRequest(auditRequest, auditFile);
  connection.onRequest(clearCacheRequest, ({ folder }) =>
    new DiskCache({ folder, maxBytes: 0 }, () => undefined).clear(),
  );
  connection.onRequest(versionRequest, () => ({ version, pid: process.pid }));
  // Without its parent nobody would read the answers.
  connection.onClose(() => process.exit(0));
  process.on('disconnect', () => process.exit(0));
  connection.listen();
}

serve(createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process)));
