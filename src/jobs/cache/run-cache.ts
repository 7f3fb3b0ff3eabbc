import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import type { NetworkSpec } from '../../config/experiment';
import type { Certificate } from '../../core/certify/certificate';
import type { CertifyOptions } from '../../core/certify/certification';
import type { Subject } from '../../core/certify/task';
import type { Split } from '../../core/graph/dataset';
import type { KernelBlocks } from '../../core/kernel/blocks';
import { answerBytes, answerFrom, answerKey } from './answer-entry';
import type { Answer, Asked } from './answer-entry';
import { certificateBytes, certificateFrom, certificateKey } from './certificate-entry';
import { DiskCache } from './disk';
import type { CacheSettings } from './disk';
import { kernelBytes, kernelFrom, kernelKey } from './kernel-entry';

/** Says what the built files are made of; written by the build, and never equal for two that differ. */
const BUILD_FILE = 'build.json';

/**
 * The cache of a run: kernels, certificates, and whole answers. An entry is found under the content of everything that
 * made it, the code among it, so that none is ever old.
 */
export class RunCache {
  /** @param code names the code that makes the entries, and the machine's way of computing */
  constructor(
    private readonly disk: DiskCache,
    private readonly code: string,
  ) {}

  /** @param data `dataDigest` of the dataset */
  async kernel(data: string, splits: readonly Split[], model: NetworkSpec): Promise<KernelBlocks[] | null> {
    const name = `kernel-${kernelKey(this.code, data, splits, model)}`;
    return this.open(name, (bytes) => kernelFrom(bytes, splits));
  }

  async keepKernel(
    data: string,
    splits: readonly Split[],
    model: NetworkSpec,
    blocks: readonly KernelBlocks[],
  ): Promise<void> {
    await this.disk.write(`kernel-${kernelKey(this.code, data, splits, model)}`, kernelBytes(blocks));
  }

  async certificate(subject: Subject, options: CertifyOptions): Promise<Certificate | null> {
    const name = `certificate-${certificateKey(this.code, subject, options)}`;
    return this.open(name, (bytes) => certificateFrom(bytes, subject, options));
  }

  /** @param certificate one that more time would not change */
  async keepCertificate(subject: Subject, options: CertifyOptions, certificate: Certificate): Promise<void> {
    const name = `certificate-${certificateKey(this.code, subject, options)}`;
    await this.disk.write(name, certificateBytes(certificate));
  }

  /** @param text digest of the bytes of the configuration */
  async answer(asked: Asked, text: string): Promise<Answer | null> {
    return this.open(`answer-${answerKey(this.code, asked, text)}`, (bytes) => answerFrom(bytes, asked));
  }

  /** @param answer one that more time would not change */
  async keepAnswer(asked: Asked, text: string, answer: Answer): Promise<void> {
    await this.disk.write(`answer-${answerKey(this.code, asked, text)}`, answerBytes(answer));
  }

  private async open<T>(name: string, from: (bytes: Uint8Array) => T | null): Promise<T | null> {
    const bytes = await this.disk.read(name);
    if (bytes === null) return null;
    const value = from(bytes);
    if (value === null) await this.disk.discard(name);
    return value;
  }
}

/**
 * The cache for code of a build. Null where the build cannot be told from others, or nothing may be kept.
 * @param dist folder of the built files @param failed told once where the disk refuses
 */
export async function openRunCache(
  settings: CacheSettings | null,
  dist: string,
  failed: (reason: string) => void,
): Promise<RunCache | null> {
  if (settings === null || settings.maxBytes <= 0) return null;
  const build = await readFile(join(dist, BUILD_FILE), 'utf8').catch(() => null);
  if (build === null) return null;
  // Another JavaScript engine may round a sine in another way.
  const code = [build, process.versions.v8, process.arch, endianness()].join('\n');
  return new RunCache(new DiskCache(settings, failed), code);
}
