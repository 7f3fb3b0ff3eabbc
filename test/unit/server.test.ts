import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  DidChangeWatchedFilesParams,
  Position,
  ProtocolConnection,
  PublishDiagnosticsParams,
  RegistrationParams,
} from 'vscode-languageserver/node';
import {
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentFormattingRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FileChangeType,
  FoldingRangeRequest,
  HoverRequest,
  InitializeRequest,
  InitializedNotification,
  InlayHintRequest,
  ProposedFeatures,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  RenameRequest,
  StreamMessageReader,
  StreamMessageWriter,
  createConnection,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import type { Limits } from '../../src/core/limits';
import type { ExperimentFiles } from '../../src/prepare/files';
import { nodeFiles } from '../../src/prepare/files';
import type { DatasetDescription } from '../../src/prepare/summary';
import { completionsAt } from '../../src/server/completion';
import { NO_FACTS } from '../../src/server/facts';
import { hoverAt } from '../../src/server/hover';
import { Scheduler } from '../../src/server/scheduler';
import { startServer } from '../../src/server/server';
import { karateExperiment } from '../fixtures/experiment';
import { npz, sparseMembers } from '../fixtures/npz';

/** A client that talks to the server through memory. */
class Client {
  readonly published: PublishDiagnosticsParams[] = [];
  readonly registered: RegistrationParams[] = [];
  readonly connection: ProtocolConnection;

  constructor(disk: ExperimentFiles = nodeFiles(), within?: (limits: Limits) => ExperimentFiles) {
    const up = new PassThrough();
    const down = new PassThrough();
    startServer(
      createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down)),
      disk,
      within,
    );
    this.connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    this.connection.onNotification(
      PublishDiagnosticsNotification.type,
      (params) => void this.published.push(params),
    );
    this.connection.onRequest(RegistrationRequest.type, (params) => void this.registered.push(params));
    this.connection.listen();
  }

  async initialize(initializationOptions?: unknown): Promise<void> {
    const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
    await this.connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      capabilities,
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  open(uri: string, text: string, languageId = 'flipcert'): Promise<void> {
    const textDocument = { uri, languageId, version: 1, text };
    return this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  change(uri: string, version: number, text: string): Promise<void> {
    const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, params);
  }

  changed(uri: string): Promise<void> {
    const params: DidChangeWatchedFilesParams = { changes: [{ uri, type: FileChangeType.Changed }] };
    return this.connection.sendNotification(DidChangeWatchedFilesNotification.type, params);
  }

  /** The next diagnostics that satisfy the question, among those not asked about before. */
  async next(
    uri: string,
    asked: (params: PublishDiagnosticsParams) => boolean = () => true,
  ): Promise<string[]> {
    for (let waited = 0; waited < 10_000; waited += 10) {
      const found = this.published.findIndex((params) => params.uri === uri && asked(params));
      if (found >= 0) {
        const [params] = this.published.splice(0, found + 1).slice(-1);
        return params.diagnostics.map(
          ({ code, range }) => `${range.start.line}:${range.start.character} ${String(code)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`No diagnostics for ${uri}`);
  }
}

describe('language server', () => {
  let folder: string;
  let client: Client;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flipcert-'));
    client = new Client();
    await client.initialize();
  });
  afterEach(async () => {
    client.connection.dispose();
    await rm(folder, { recursive: true });
  });

  test('publishes as one types, with the version it speaks of', async () => {
    const uri = uriOf('x.flipcert.yaml');
    await client.open(uri, karateExperiment({ rest: 'seed: 3' }));
    expect(await client.next(uri)).toEqual(['3:0 unknown-key']);
    await client.change(uri, 2, karateExperiment());
    expect(await client.next(uri, ({ version }) => version === 2)).toEqual([]);
  });

  test('reads nothing and looks at no data in a workspace that is not trusted, until it is', async () => {
    await writeFile(join(folder, 'gcn.model.yaml'), 'architecture: gcn\nC: 1\n');
    const text = karateExperiment({ models: '{ Other: gcn.model.yaml }' });
    const read: string[] = [];
    const disk = nodeFiles((path) => read.push(path));
    const restricted = new Client(disk);
    await restricted.initialize({ trusted: false });
    const uri = uriOf('x.flipcert.yaml');
    await restricted.open(uri, `${text}seeds: 3\n`);
    expect(await restricted.next(uri)).toEqual(['2:17 restricted-mode', '4:0 unknown-key']);
    await restricted.change(uri, 2, text);
    expect(await restricted.next(uri, ({ version }) => version === 2)).toEqual(['2:17 restricted-mode']);
    const links = await restricted.connection.sendRequest(DocumentLinkRequest.type, {
      textDocument: { uri },
    });
    expect(links).toEqual([]);
    const hints = await restricted.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });
    expect(hints ?? []).toEqual([]);
    expect(read).toEqual([]);
    await restricted.connection.sendNotification('flipcert/trusted');
    expect(await restricted.next(uri)).toEqual([]);
    expect(read.map((path) => path.slice(folder.length + 1))).toEqual(['gcn.model.yaml']);
    restricted.connection.dispose();
  });

  test('keeps to the limits that it is told of, from the start and whenever they change', async () => {
    const limited = new Client(nodeFiles(), (limits) => nodeFiles(undefined, limits));
    await limited.initialize({ limits: { configurationKeys: 2 } });
    const uri = uriOf('x.flipcert.yaml');
    await limited.open(uri, karateExperiment({ models: '{ A: { architecture: gcn, C: 1 } }' }));
    expect(await limited.next(uri)).toEqual(['0:0 too-large']);
    await limited.connection.sendNotification('flipcert/limits', { configurationKeys: 100 });
    expect(await limited.next(uri)).toEqual([]);
    await limited.connection.sendNotification('flipcert/limits', { configurationKeys: 2 });
    expect(await limited.next(uri)).toHaveLength(1);
    limited.connection.dispose();
  });

  test('answers for the newest of several quick changes alone', async () => {
    const uri = uriOf('x.flipcert.yaml');
    await client.open(uri, karateExperiment());
    await client.next(uri);
    for (let version = 2; version <= 20; version++) {
      await client.change(uri, version, karateExperiment({ rest: version === 20 ? 'b: 1' : 'a: 1\nc: 1' }));
    }
    expect(await client.next(uri, ({ version }) => version === 20)).toEqual(['3:0 unknown-key']);
    expect(client.published).toEqual([]);
  });

  test('drops the answer about a text that has changed while it was made', async () => {
    const uri = uriOf('x.flipcert.yaml');
    let release = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (release = resolve));
    let reads = 0;
    const slow = new Client({
      ...nodeFiles(),
      readText: async () => {
        if (++reads === 1) await waiting;
        return 'architecture: gcn\nC: 1\n';
      },
    });
    await slow.initialize();
    await slow.open(uri, karateExperiment({ models: '{ A: m.model.yaml }', rest: 'old: 1' }));
    while (reads === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await slow.change(uri, 2, karateExperiment({ models: '{ A: m.model.yaml }' }));
    // The change has been seen once a later request is answered; only then may the old answer come.
    await slow.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line: 0, character: 0 },
    });
    release();
    expect(await slow.next(uri)).toEqual([]);
    expect(slow.published).toEqual([]);
    slow.connection.dispose();
  });

  test('diagnostics of a referenced file go to that file, and away again', async () => {
    const [uri, other] = [uriOf('x.flipcert.yaml'), uriOf('m.model.yaml')];
    await writeFile(join(folder, 'm.model.yaml'), 'architecture: gcn\nC: 0\n');
    await client.open(uri, karateExperiment({ models: '{ A: m.model.yaml }' }));
    expect(await client.next(other)).toEqual(['1:3 out-of-range']);
    await writeFile(join(folder, 'm.model.yaml'), 'architecture: gcn\nC: 1\n');
    await client.changed(other);
    expect(await client.next(other)).toEqual([]);
  });

  test('an unsaved editor of a referenced file takes its place', async () => {
    const [uri, other] = [uriOf('x.flipcert.yaml'), uriOf('m.model.yaml')];
    await writeFile(join(folder, 'm.model.yaml'), 'architecture: gcn\nC: 1\n');
    await client.open(uri, karateExperiment({ models: '{ A: m.model.yaml }' }));
    expect(await client.next(uri)).toEqual([]);
    await client.open(other, 'architecture: gcn\nC: none\n', 'yaml');
    expect(await client.next(other)).toEqual(['1:3 wrong-type']);
  });

  test('watches data files and looks again when one changes', async () => {
    const uri = uriOf('x.flipcert.yaml');
    const data = join(folder, 'r.npz');
    const ring = (value: number): Uint8Array =>
      npz({
        ...sparseMembers(
          'adj_',
          [4, 4],
          [
            [0, 1, 1],
            [1, 2, 1],
            [2, 3, value],
          ],
        ),
        labels: { type: '|i1', shape: [4], data: [0, 1, 0, 1] },
      });
    await writeFile(data, Buffer.from(ring(-1)));
    await client.open(uri, karateExperiment({ dataset: '{ graph: r.npz }', split: '{ labelled: [0, 1] }' }));
    expect(await client.next(uri)).toEqual(['0:18 edge-weight']);
    expect(JSON.stringify(client.registered)).toContain('npz');
    await writeFile(data, Buffer.from(ring(1)));
    await client.changed(pathToFileURL(data).href);
    expect(await client.next(uri)).toEqual([]);
  });

  test('clears what it said about a file that is closed', async () => {
    const uri = uriOf('x.flipcert.yaml');
    await client.open(uri, 'seed: 3\n');
    expect((await client.next(uri)).length).toBeGreaterThan(0);
    await client.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri },
    });
    expect(await client.next(uri)).toEqual([]);
  });

  test('hover tells what the dataset holds once it was read', async () => {
    const uri = uriOf('x.flipcert.yaml');
    await client.open(uri, karateExperiment());
    expect(await client.next(uri)).toEqual([]);
    const hovered = async (): Promise<string> =>
      JSON.stringify(
        await client.connection.sendRequest(HoverRequest.type, {
          textDocument: { uri },
          position: { line: 0, character: 12 },
        }),
      );
    expect(await hovered()).toContain('34 nodes, 78 edges');
    await client.change(uri, 2, karateExperiment({ split: '{ labelled: [99] }' }));
    expect((await client.next(uri, ({ version }) => version === 2)).length).toBe(1);
    expect(await hovered()).not.toContain('34 nodes, 78 edges');
  });

  test('knows the data while another part of the text cannot be read, and while the data itself is written', async () => {
    const uri = uriOf('x.flipcert.yaml');
    await writeFile(join(folder, 'e.csv'), 'source,target\n0,1\n1,2\n2,3\n');
    await writeFile(join(folder, 'n.csv'), 'id,label,x\n0,ham,1\n1,ham,2\n2,spam,3\n3,spam,4\n');
    const labels = async (line: number, character: number): Promise<string> => {
      const position = { line, character };
      const params = { textDocument: { uri }, position };
      const items = await client.connection.sendRequest(CompletionRequest.type, params);
      return (Array.isArray(items) ? items : []).map(({ label }) => label).join(' ');
    };
    /** Facts follow the diagnostics. */
    const soon = async (line: number, character: number, expected: string): Promise<void> => {
      for (let waited = 0; waited < 5000 && (await labels(line, character)) !== expected; waited += 20)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await labels(line, character)).toBe(expected);
    };
    const graph = 'graph: { edges: e.csv, nodes: n.csv }';
    const split = 'split: { labelled: [3, 0] }';
    await client.open(uri, `dataset: { ${graph} }\n${split}\ncertify: { trusted: [] }\n`);
    expect((await client.next(uri)).length).toBe(1);
    await soon(2, 21, '0 3');
    await client.change(uri, 2, `dataset: { ${graph}, classes: [] }\n${split}\n`);
    await soon(0, `dataset: { ${graph}, classes: [`.length, 'ham spam');
    // Another graph has other labels.
    await client.change(uri, 3, `dataset: { graph: no.npz, classes: [] }\n${split}\n`);
    await soon(0, 'dataset: { graph: no.npz, classes: ['.length, '');
  });

  test('fixes, hints, outline, links, names, formatting and errors of a rename over the connection', async () => {
    const uri = uriOf('x.flipcert.yaml');
    await writeFile(join(folder, 'm.model.yaml'), 'architecture: gcn\nC: 1\n');
    const text = karateExperiment({
      models: '{ A: m.model.yaml, B: {architecture: gcn,C: 1} }',
      rest: 'certify: { budgets: [0.25] }\nexpect: [{ model: AA, kind: collective, budget: 0.25, certified-ratio: "> 0" }]',
    });
    await client.open(uri, text);
    const textDocument = { uri };
    const published: PublishDiagnosticsParams[] = [];
    expect(await client.next(uri, (params) => published.push(params) > 0)).toEqual(['4:18 unknown-model']);
    const { diagnostics } = published[published.length - 1];
    const range = diagnostics[0].range;
    const { connection } = client;
    const actions = await connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context: { diagnostics },
    });
    expect(actions?.map(({ title }) => title)).toEqual(["Change to 'A'", "Change to 'B'"]);
    await client.change(uri, 2, text.replace('AA', 'A'));
    expect(await client.next(uri, ({ version }) => version === 2)).toEqual([]);
    const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await connection.sendRequest(InlayHintRequest.type, { textDocument, range: whole });
    expect(hints?.map(({ label }) => label)).toEqual(['2 of 8 labels', '2 of 8 labels', '8 labelled']);
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    expect(symbols?.map(({ name }) => name)).toEqual(['dataset', 'split', 'models', 'certify', 'expect']);
    const links = await connection.sendRequest(DocumentLinkRequest.type, { textDocument });
    expect(links?.map(({ target }) => target)).toEqual([uriOf('m.model.yaml')]);
    const at = (line: number, character: number): { textDocument: { uri: string }; position: Position } => ({
      textDocument,
      position: { line, character },
    });
    expect(await connection.sendRequest(DefinitionRequest.type, at(4, 18))).toMatchObject({
      uri,
      range: { start: { line: 2, character: 10 } },
    });
    expect(await connection.sendRequest(DefinitionRequest.type, at(2, 15))).toMatchObject({
      uri: uriOf('m.model.yaml'),
    });
    const renamed = await connection.sendRequest(RenameRequest.type, { ...at(2, 10), newName: 'Z' });
    expect(renamed?.changes?.[uri].length).toBe(2);
    await expect(connection.sendRequest(RenameRequest.type, { ...at(2, 10), newName: 'B' })).rejects.toThrow(
      'There is a model `B` already.',
    );
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
    expect(edits?.[0].newText).toContain('B: { architecture: gcn, C: 1 } }');
    expect(await connection.sendRequest(FoldingRangeRequest.type, { textDocument })).toEqual([]);
  });

  test('hover and completion', async () => {
    const uri = uriOf('x.flipcert.yaml');
    await client.open(uri, 'models:\n  A:\n    C: 1\n    arch\n');
    const textDocument = { uri };
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument,
      position: { line: 2, character: 4 },
    });
    // A text that cannot be read as a whole yet still has its keys.
    expect(JSON.stringify(hover)).toContain('Box constraint');
    await client.change(uri, 2, 'models:\n  A:\n    C: 1\n');
    const position = { line: 2, character: 4 };
    expect(
      JSON.stringify(await client.connection.sendRequest(HoverRequest.type, { textDocument, position })),
    ).toContain('Box constraint');
    const items = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument,
      position: { line: 3, character: 0 },
    });
    expect(JSON.stringify(items)).toContain('certify');
  });
});

describe('hover', () => {
  const text = karateExperiment({ dataset: '{ table: d/t.csv, label: 0 }' });
  const held: DatasetDescription = {
    nodes: 4601,
    edges: 5278,
    classes: [
      { label: 'ham', nodes: 2788 },
      { label: 'spam', nodes: 1813 },
    ],
    isolated: 12,
    labelled: 20,
    test: 50,
    kernelBytes: 3 * 2 ** 20,
  };
  const shown = (character: number, dataset: DatasetDescription | null): string =>
    JSON.stringify(hoverAt(text, { line: 0, character }, { ...NO_FACTS, dataset })?.contents);

  test('tells what the dataset holds where the text says where it comes from', () => {
    for (const character of [3, 13, 20]) {
      expect(shown(character, held)).toContain(
        '**4,601 nodes, 5,278 edges.** Classes: ham (2,788), spam (1,813). 12 nodes have no edges. ' +
          '20 labelled, 50 test. A kernel needs about 3.0 MB of memory.',
      );
      expect(shown(character, null)).not.toContain('labelled, ');
    }
    expect(shown(30, held)).toContain('column of the label');
    expect(shown(30, held)).not.toContain('4,601');
  });
  test('without edges or a kernel to form, says nothing of them', () => {
    const table = shown(13, { ...held, edges: 0, isolated: 4601, kernelBytes: 0 });
    expect(table).toContain('4,601 nodes, 0 edges');
    expect(table).not.toContain('have no edges');
    expect(table).not.toContain('memory');
  });
});

describe('completion', () => {
  /** Labels at the `|`. */
  const at = (marked: string): string => {
    const before = marked.slice(0, marked.indexOf('|')).split('\n');
    const position = { line: before.length - 1, character: before[before.length - 1].length };
    return completionsAt(marked.replace('|', ''), position)
      .map(({ label }) => label)
      .join(' ');
  };
  test.each([
    ['|', 'dataset split models certify expect'],
    ['certify: {}\nsp|', 'dataset split models expect'],
    ['dataset:\n  features: |', 'as-is binary standardized identity'],
    ['dataset:\n  nodes: no-|\n', 'all no-isolated largest-component'],
    ['certify:\n  |\nexpect:\n', 'kinds budgets method trusted time-limit'],
    ['certify:\n  kinds: [sample-wise, |]', 'sample-wise collective'],
    ['certify:\n  kinds:\n    - |', 'sample-wise collective'],
    ['split: { labelled: { | } }', 'per-class'],
    ['split:\n  test: |', 'rest'],
    ['expect:\n  - { model: A, kind: |', 'sample-wise collective'],
    ['expect:\n  - |', 'model kind budget certified-ratio certified-accuracy'],
    ['models: { A: { architecture: | } }', 'mlp gcn sgc graphsage gin appnp ppnp'],
    ['models: { A: { skip: | } }', 'none pc alpha'],
    ['models: { A: { ntk: | } }', 'exact qpcert'],
    ['dataset: { | }', 'graph table label ignore header kernel generate features classes nodes'],
    ['dataset:\n  generate: |', 'csbm cba karate'],
    ['dataset: { generate: { | } }', 'csbm cba karate'],
    ['dataset:\n  generate:\n    csbm:\n      nodes: 90\n      |', 'p q K sigma seed'],
    ['dataset: { generate: { cba: { | } } }', 'nodes m p q K sigma seed'],
    ['dataset:\n  table: a.csv\n  header: |', 'true false'],
    ['# data|', ''],
    ['models:\n  A:\n    C: |', ''],
  ])('%j', (marked, expected) => {
    expect(at(marked)).toBe(expected);
  });
});

test('a scheduler runs the newest request, and tells an older one that it is stale', async () => {
  const scheduler = new Scheduler();
  const seen: string[] = [];
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const request = (name: string) => async (isNewest: () => boolean) => {
    seen.push(`${name} runs`);
    await wait(60);
    seen.push(`${name} ${isNewest() ? 'is newest' : 'is stale'}`);
  };
  scheduler.schedule('x', 0, request('a'));
  await wait(30);
  scheduler.schedule('x', 1000, request('b'));
  scheduler.schedule('x', 0, request('c'));
  await wait(150);
  expect(seen).toEqual(['a runs', 'c runs', 'a is stale', 'c is newest']);
  scheduler.dispose();
});
