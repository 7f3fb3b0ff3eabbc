/** The job process: certifications as JSON-RPC requests over the channel of the process that forked it. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import {
  certifyRequest,
  logNotification,
  partialNotification,
  progressNotification,
  versionRequest,
} from '../protocol/job';
import type { CertifyOutcome, CertifyParams } from '../protocol/job';
import { version } from '../../package.json';
import { datasetSentences } from '../prepare/describe';
import { defaultThreads } from './memory';
import { startRun } from './run';

const here = dirname(fileURLToPath(import.meta.url));

function serve(connection: MessageConnection): void {
  const log = (level: 'info' | 'warn' | 'error', message: string): void => {
    void connection.sendNotification(logNotification, { level, message });
  };

  const certifyFile = async (params: CertifyParams, token: CancellationToken): Promise<CertifyOutcome> => {
    const { runId } = params;
    const run = startRun(
      {
        file: params.file,
        text: params.text ?? null,
        model: params.model ?? null,
        threads: params.threads ?? defaultThreads(),
        timeLimit: params.timeLimit ?? null,
        workers: { worker: join(here, 'worker.mjs'), wasm: join(here, 'highs.wasm') },
      },
      {
        opened: (dataset) => log('info', `${params.file}: ${datasetSentences(dataset).join(' ')}`),
        progress: (progress) =>
          void connection.sendNotification(progressNotification, { runId, ...progress }),
        partial: (result, running) =>
          void connection.sendNotification(partialNotification, { runId, result, running }),
        note: (message) => log('info', message),
      },
    );
    const listener = token.onCancellationRequested(() => run.cancel());
    if (token.isCancellationRequested) run.cancel();
    try {
      log('info', `Certifying ${params.file}`);
      const outcome = await run.outcome;
      if (outcome.kind === 'done') {
        for (const { model, stage, seconds } of outcome.stages)
          log('info', `${model ?? 'all models'}: ${stage} ${seconds.toFixed(3)} s`);
      }
      log('info', `${params.file}: ${outcome.kind}`);
      return outcome;
    } finally {
      listener.dispose();
    }
  };

  connection.onRequest(certifyRequest, certifyFile);
  connection.onRequest(versionRequest, () => ({ version, pid: process.pid }));
  // Without its parent nobody would read the answers.
  connection.onClose(() => process.exit(0));
  process.on('disconnect', () => process.exit(0));
  connection.listen();
}

serve(createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process)));
