import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../src/config/experiment';
import type { CertifyOptions } from '../../src/core/certify/certification';
import { prepareProblem } from '../../src/core/certify/portfolio';
import type { Subject } from '../../src/core/certify/task';
import type { Dataset, Split } from '../../src/core/graph/dataset';
import { csrFromDense } from '../../src/core/linalg/csr';
import { answerFrom, answerKey } from '../../src/jobs/cache/answer-entry';
import { certificateBytes, certificateFrom, certificateKey } from '../../src/jobs/cache/certificate-entry';
import { DiskCache } from '../../src/jobs/cache/disk';
import { dataDigest, kernelBytes, kernelFrom, kernelKey } from '../../src/jobs/cache/kernel-entry';
import { openRunCache, RunCache } from '../../src/jobs/cache/run-cache';
import { modelKernels } from '../../src/jobs/kernel-request';
import { certifyHere } from '../support/certify';
import { randomProblem } from '../support/random';

const DATA: Dataset = {
  name: 'd',
  adjacency: csrFromDense(4, 4, Float64Array.of(0, 1, 0, 0, 1, 0, 2, 0, 0, 2, 0, 1, 0, 0, 1, 0)),
  features: csrFromDense(4, 2, Float64Array.of(1, 0.5, 0, 1, 2, 0, 1, 1)),
  labels: Int32Array.of(0, 1, 0, 1),
  classes: ['a', 'b'],
  ids: Int32Array.of(0, 1, 2, 3),
};
const SPLITS: readonly Split[] = [
  { labelled: Int32Array.of(0, 1), test: Int32Array.of(2, 3) },
  { labelled: Int32Array.of(2, 3), test: Int32Array.of(0) },
];
const PLACE = { file: 'x', range: { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 } };
const GCN: NetworkSpec = {
  name: 'GCN',
  family: 'GCN',
  C: 1,
  location: PLACE,
  locations: {},
  architecture: 'gcn',
  keys: {
    depth: 1,
    activation: 'relu',
    normalization: 'row',
    adjacencyWeight: 1,
    skip: 'none',
    skipAlpha: 0.1,
    skipActivation: 'linear',
    teleport: 0.1,
    iterations: 10,
    ntk: 'exact',
  },
};

type Numbers = Int8Array | Uint8Array | Int32Array | Float64Array;

/** Copies of an array, each with one of its bytes changed. */
function* altered<T extends Numbers>(array: T): Generator<T> {
  for (let at = 0; at < array.byteLength; at++) {
    const copy = array.slice() as T;
    new Uint8Array(copy.buffer)[at] ^= 1;
    yield copy;
  }
}

/** All keys differ: from the first, and among each other. */
function expectDifferent(keys: readonly string[]): void {
  expect(new Set(keys).size).toBe(keys.length);
}

describe('the key of a kernel', () => {
  it('changes with every byte of the graph and of the features', () => {
    const digests = [dataDigest(DATA)];
    for (const part of ['adjacency', 'features'] as const) {
      for (const field of ['rowPtr', 'colIdx', 'values'] as const)
        for (const changed of altered(DATA[part][field]))
          digests.push(dataDigest({ ...DATA, [part]: { ...DATA[part], [field]: changed } }));
      digests.push(dataDigest({ ...DATA, [part]: { ...DATA[part], cols: 9 } }));
    }
    expect(digests.length).toBeGreaterThan(150);
    expectDifferent(digests);
    expect(dataDigest({ ...DATA, labels: Int32Array.of(1, 1, 1, 0) })).toBe(digests[0]);
  });

  it('changes with the splits, the architecture, every key of it and the code, and with nothing else', () => {
    const key = (splits = SPLITS, model = GCN, code = 'code', data = 'data'): string =>
      kernelKey(code, data, splits, model);
    const keys = [key(), key(SPLITS, GCN, 'other'), key(SPLITS, GCN, 'code', 'other')];
    keys.push(
      key(SPLITS, { ...GCN, architecture: 'sgc' }),
      key(SPLITS.slice(0, 1)),
      key([...SPLITS].reverse()),
    );
    for (const labelled of altered(SPLITS[0].labelled))
      keys.push(key([{ ...SPLITS[0], labelled }, SPLITS[1]]));
    for (const test of altered(SPLITS[0].test)) keys.push(key([{ ...SPLITS[0], test }, SPLITS[1]]));
    for (const name of Object.keys(GCN.keys))
      keys.push(key(SPLITS, { ...GCN, keys: { ...GCN.keys, [name]: 7 } }));
    expectDifferent(keys);
    expect(key(SPLITS, { ...GCN, name: 'Other', C: 2 })).toBe(keys[0]);
  });
});

describe('the bytes of a kernel', () => {
  it('are the same kernel again, to the last bit, wherever they begin', () => {
    const blocks = modelKernels(DATA, SPLITS, GCN);
    const bytes = kernelBytes(blocks);
    const shifted = Buffer.concat([Uint8Array.of(0), bytes]).subarray(1);
    expect(kernelFrom(shifted, SPLITS)).toEqual(blocks);
  });

  it('of another length are none', () => {
    const bytes = kernelBytes(modelKernels(DATA, SPLITS, GCN));
    for (let length = 0; length < bytes.length; length++)
      expect(kernelFrom(bytes.subarray(0, length), SPLITS)).toBe(null);
    expect(kernelFrom(Buffer.concat([bytes, new Uint8Array(8)]), SPLITS)).toBe(null);
    expect(kernelFrom(bytes, SPLITS.slice(0, 1))).toBe(null);
  });
});

const { problem, truth } = randomProblem(12, { m: [5, 5], tests: 6 });
const LEVELS = [0, 1, 2, 3, 4, 5];
const OPTIONS: CertifyOptions = { sampleWise: true, collective: true, levels: LEVELS, method: 'auto' };
type Binary = Subject & { readonly type: 'binary' };
const SUBJECT: Binary = { type: 'binary', problem, view: prepareProblem(problem, truth).view };

describe('the key of a certificate', () => {
  it('changes with every byte of the problem, what is asked, and the code', () => {
    const key = (change: Partial<Binary['problem']> = {}, options: Partial<CertifyOptions> = {}): string =>
      certificateKey('code', { ...SUBJECT, problem: { ...problem, ...change } }, { ...OPTIONS, ...options });
    const keys = [key(), certificateKey('other', SUBJECT, OPTIONS)];
    for (const field of ['Q', 'R', 'testDiagonal', 'y', 'flippable'] as const)
      for (const changed of altered(problem[field])) keys.push(key({ [field]: changed }));
    for (const field of ['sign', 'correct'] as const)
      for (const changed of altered(SUBJECT.view[field]))
        keys.push(
          certificateKey('code', { ...SUBJECT, view: { ...SUBJECT.view, [field]: changed } }, OPTIONS),
        );
    for (const C of altered(Float64Array.of(problem.C))) keys.push(key({ C: C[0] }));
    // A trusted label is one that cannot be flipped.
    keys.push(key({ flippable: problem.flippable.slice(1) }), key({ stationary: { least: 1 } }));
    keys.push(key({}, { levels: LEVELS.slice(1) }), key({}, { levels: [0, 1, 2, 3, 5] }));
    keys.push(
      key({}, { method: 'enumerate' }),
      key({}, { sampleWise: false }),
      key({}, { collective: false }),
    );
    const multiclass: Subject = {
      type: 'multiclass',
      problem: { ...problem, labels: Int32Array.from(problem.y), classes: 3 },
      view: SUBJECT.view,
      predicted: Int32Array.from({ length: 6 }, () => 0),
    };
    keys.push(certificateKey('code', multiclass, OPTIONS));
    keys.push(certificateKey('code', { ...multiclass, predicted: Int32Array.of(0, 0, 0, 0, 0, 1) }, OPTIONS));
    expect(keys.length).toBeGreaterThan(500);
    expectDifferent(keys);
  });
});

describe('the bytes of a certificate', () => {
  it('are the same certificate again, and none for another question', async () => {
    const { certificate } = await certifyHere(problem, truth);
    expect(certificate.sampleWise.nodes.some(({ witness }) => witness !== null)).toBe(true);
    const bytes = certificateBytes(certificate);
    expect(certificateFrom(bytes, SUBJECT, OPTIONS)).toEqual(certificate);
    expect(certificateFrom(bytes, SUBJECT, { ...OPTIONS, levels: [0, 1, 2, 3, 4] })).toBe(null);
    const fewer = { ...SUBJECT, problem: { ...problem, tests: 5 } };
    expect(certificateFrom(bytes, fewer, OPTIONS)).toBe(null);
  });

  it('that claim what cannot be are none', async () => {
    const { certificate } = await certifyHere(problem, truth);
    const broken = certificate.sampleWise.nodes.findIndex(({ witness }) => witness !== null);
    const value = (): Record<string, unknown> =>
      JSON.parse(Buffer.from(certificateBytes(certificate)).toString('utf8')) as Record<string, unknown>;
    const read = (changed: unknown) =>
      certificateFrom(Buffer.from(JSON.stringify(changed), 'utf8'), SUBJECT, OPTIONS);
    expect(read(value())).toEqual(certificate);
    const changes: readonly (readonly [readonly (string | number)[], unknown])[] = [
      [['predicted', 0], 2],
      [['predicted'], []],
      [['decisions', 0], null],
      [['decisions', 0], '1'],
      [['sampleWise', 'status'], 'cancelled'],
      [['sampleWise', 'nodes', broken, 'safe'], 6],
      [['sampleWise', 'nodes', broken, 'safe'], 5],
      [['sampleWise', 'nodes', broken, 'safe'], 0.5],
      [['sampleWise', 'nodes', broken, 'breaking'], null],
      [['sampleWise', 'nodes', broken, 'witness'], null],
      [['sampleWise', 'nodes', broken, 'witness', 0, 'labelled'], 5],
      [['sampleWise', 'nodes', broken, 'witness', 0, 'labelled'], -1],
      [['sampleWise', 'nodes', broken, 'witness', 0, 'to'], 2],
      [['sampleWise', 'nodes', broken, 'tie'], 0],
      [['sampleWise', 'nodes', broken, 'more'], 0],
      [['collective', 'levels', 1, 'changed'], 7],
      [['collective', 'levels', 1, 'flips'], 2],
      [['collective', 'levels', 1, 'correctChangedAtMost'], undefined],
      [['collective', 'seconds'], undefined],
      [['collective'], []],
    ];
    for (const [path, to] of changes) {
      const changed = value();
      const within = path
        .slice(0, -1)
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], changed);
      (within as Record<string, unknown>)[path[path.length - 1]] = to;
      expect(read(changed), path.join('.')).toBe(null);
    }
    for (const text of ['', '{', 'null', '[]', '1']) expect(read(text)).toBe(null);
    expect(certificateFrom(Uint8Array.of(0xff, 0xfe), SUBJECT, OPTIONS)).toBe(null);
  });
});

describe('the key of an answer', () => {
  it('changes with the file, its text, the model asked for and the code', () => {
    expectDifferent([
      answerKey('code', { file: 'a', model: null }, 'text'),
      answerKey('other', { file: 'a', model: null }, 'text'),
      answerKey('code', { file: 'b', model: null }, 'text'),
      answerKey('code', { file: './a', model: null }, 'text'),
      answerKey('code', { file: 'a', model: '' }, 'text'),
      answerKey('code', { file: 'a', model: 'GCN' }, 'text'),
      answerKey('code', { file: 'a', model: null }, 'texts'),
    ]);
  });

  it('bytes that are no result are no answer', () => {
    const asked = { file: 'a', model: null };
    for (const text of ['{}', 'null', '{"result":{"config":"a"}}'])
      expect(answerFrom(Buffer.from(text), asked)).toBe(null);
  });
});

describe('the cache of a run', () => {
  let folder = '';
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'flipcert-cache-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('finds what the same code kept, and other code does not', async () => {
    const disk = new DiskCache({ folder, maxBytes: 1e6 }, () => undefined);
    const one = new RunCache(disk, 'one');
    const blocks = modelKernels(DATA, SPLITS, GCN);
    const { certificate } = await certifyHere(problem, truth);
    await one.keepKernel('data', SPLITS, GCN, blocks);
    await one.keepCertificate(SUBJECT, OPTIONS, certificate);
    expect(await one.kernel('data', SPLITS, GCN)).toEqual(blocks);
    expect(await one.certificate(SUBJECT, OPTIONS)).toEqual(certificate);
    const other = new RunCache(disk, 'other');
    expect(await other.kernel('data', SPLITS, GCN)).toBe(null);
    expect(await other.certificate(SUBJECT, OPTIONS)).toBe(null);
  });

  it('is none where it may hold nothing, or where the build says nothing of itself', async () => {
    const fail = (): void => expect.unreachable();
    expect(await openRunCache(null, 'dist', fail)).toBe(null);
    expect(await openRunCache({ folder, maxBytes: 0 }, 'dist', fail)).toBe(null);
    expect(await openRunCache({ folder, maxBytes: 1e6 }, folder, fail)).toBe(null);
  });
});
