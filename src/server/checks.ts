import type { TextDocument } from 'vscode-languageserver-textdocument';
import { samePath } from '../config/same-path';
import type { StructureCheck } from '../config/validate';
import { structureCheck } from '../config/validate';
import type { Diagnostic } from '../core/errors';
import type { ExperimentFiles } from '../prepare/files';
import { GraphCache } from '../prepare/load';
import type { OpenOptions, OpenedExperiment } from '../prepare/open';
import { openExperiment } from '../prepare/open';
import type { Facts } from './facts';
import { NO_FACTS, factsOf, printOf, probes, sourcePrint } from './facts';
import { pauseAfter } from './pause';
import { Scheduler } from './scheduler';
import { pathOf } from './file-uri';
import { spotsOf } from './spots';
import type { Trust } from './trust';

/** Facts, and the parts of the text that they hold for. */
interface Known {
  readonly facts: Facts;
  readonly print: string;
  readonly source: string;
}

/** What the checks need of the server, and what they tell it. */
export interface CheckHost {
  document(uri: string): TextDocument | undefined;
  publish(uri: string, path: string, version: number, diagnostics: readonly Diagnostic[]): void;
  /** Something that is shown beside the text is known anew. */
  factsChanged(): void;
}

/** Checks experiments against their data as one types, and keeps what the data holds. */
export class Checks {
  private readonly scheduler = new Scheduler();
  private readonly cache = new GraphCache();
  private readonly check: StructureCheck = structureCheck();
  /** Experiment's URI -> absolute paths of the files it depends on. */
  private readonly dependencies = new Map<string, ReadonlySet<string>>();
  private readonly known = new Map<string, Known>();
  /** Milliseconds that the last check of a file took. */
  private readonly durations = new Map<string, number>();

  constructor(
    private readonly host: CheckHost,
    private readonly files: ExperimentFiles,
    private readonly trust: Trust,
  ) {}

  /** Checks a file once its typing pauses; at once where it is asked for, or for the first time. */
  request(uri: string, isTyped: boolean): void {
    const path = pathOf(uri);
    if (path === null) return;
    const pause = isTyped && this.dependencies.has(uri) ? pauseAfter(this.durations.get(uri) ?? 0) : 0;
    this.scheduler.schedule(uri, pause, (isNewest) => this.run(uri, path, isNewest));
  }

  /** Checks the open experiments that depend on one of the files. */
  filesChanged(paths: ReadonlySet<string>): void {
    for (const [uri, used] of this.dependencies) {
      if (![...used].some((path) => [...paths].some((changed) => samePath(path, changed)))) continue;
      this.known.delete(uri);
      this.request(uri, true);
    }
  }

  forget(uri: string): void {
    this.scheduler.cancel(uri);
    this.dependencies.delete(uri);
    this.known.delete(uri);
    this.durations.delete(uri);
  }

  dispose(): void {
    this.scheduler.dispose();
  }

  /** What is known and holds for a text as it stands; what it says of its data may have changed since the check. */
  factsFor(uri: string, text: string): Facts {
    const known = this.known.get(uri);
    if (known === undefined) return NO_FACTS;
    const spots = spotsOf(text);
    if (known.print === printOf(spots)) return known.facts;
    const { models, fileClasses } = known.facts;
    return { ...NO_FACTS, models, fileClasses: known.source === sourcePrint(spots) ? fileClasses : [] };
  }

  /** How many errors the text has as it stands; null where it is not open here. */
  async errorsOf(uri: string): Promise<number | null> {
    const document = this.host.document(uri);
    const path = pathOf(uri);
    if (document === undefined || path === null) return null;
    const { diagnostics } = await openExperiment(path, document.getText(), this.files, this.options());
    return diagnostics.filter(({ severity }) => severity === 'error').length;
  }

  private async run(uri: string, path: string, isNewest: () => boolean): Promise<void> {
    const document = this.host.document(uri);
    if (document === undefined) return;
    const { version } = document;
    const text = document.getText();
    const started = performance.now();
    const opened = await openExperiment(path, text, this.files, this.options());
    if (!isNewest() || this.host.document(uri)?.version !== version) return;
    this.durations.set(uri, performance.now() - started);
    this.dependencies.set(uri, new Set(opened.files));
    this.host.publish(uri, path, version, opened.diagnostics);
    await this.learn(uri, path, text, opened, isNewest);
  }

  private options(): OpenOptions {
    return { cache: this.cache, check: this.check, data: this.trust.granted };
  }

  /** What the data holds, also where a mistake elsewhere in the text keeps the experiment from being read. */
  private async learn(
    uri: string,
    path: string,
    text: string,
    opened: OpenedExperiment,
    isNewest: () => boolean,
  ): Promise<void> {
    const spots = spotsOf(text);
    const before = this.known.get(uri);
    const models = before?.facts.models ?? [];
    const keep = (facts: Facts): void => {
      if (!isNewest()) return;
      this.known.set(uri, { facts, print: printOf(spots), source: sourcePrint(spots) });
      const shown = (of: Facts | undefined): string => JSON.stringify(of?.dataset ?? null);
      if (shown(facts) !== shown(before?.facts)) this.host.factsChanged();
    };
    if (opened.splits !== null) return keep(factsOf(opened, models));
    if (before?.print === printOf(spots)) return;
    let best = factsOf(opened, models);
    for (const [i, probe] of this.trust.granted ? probes(spots).entries() : []) {
      if (best.fileClasses.length > 0) break;
      const probed = await openExperiment(path, probe, this.files, this.options());
      const facts = factsOf(probed, models);
      // The models of a probe, and what a split of its own draws, are nothing that the text says.
      best = i === 0 ? { ...facts, models } : { ...NO_FACTS, fileClasses: facts.fileClasses, models };
    }
    keep(best);
  }
}
