import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { nodeFiles } from '../prepare/files';
import { startServer } from './server';

// The client says by an argument (--node-ipc, --stdio) how it wants to talk.
startServer(createConnection(ProposedFeatures.all), nodeFiles(), (limits) => nodeFiles(undefined, limits));
