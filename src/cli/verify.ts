import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Table from 'cli-table3';
import { limitsWith } from '../core/limits';
import type { Limits } from '../core/limits';
import resultSchema from '../../schemas/result.schema.json';
import { formatDiagnostic, hasErrors, printable } from '../config/diagnostic-text';
import { nodeFiles } from '../prepare/files';
import { openExperiment } from '../prepare/open';
import { jsonIn } from '../report/read-result';
import type { Result } from '../report/result';
import { OUTCOMES } from '../verify/claims';
import type { Claims, Remark } from '../verify/claims';
import { memoryNeeded, verifyResult } from '../verify/verify';
import type { Source } from '../verify/verify';
import { outputsRefused } from './certify';
import type { ExitStatus } from './exit-status';
import { worst } from './exit-status';
import * as messages from './messages';
import { OutputError, writeText } from './outputs';
import { PLAIN_TABLE } from './plain-table';
import { ProgressLine } from './progress-line';

export interface VerifyFlags {
  /** Bounds on what is read, in place of the usual ones. */
  readonly max?: Partial<Limits>;
  readonly config?: string;
  readonly json?: string;
  readonly sample?: number;
  readonly seed?: number;
  readonly limit?: number;
  readonly quiet?: boolean;
}

/** Sets of flips of one model: some minutes to an hour. */
const LIMIT = 20_000_000;
/** Share of the machine's memory that dense kernels may take. */
const MEMORY_SHARE = 0.6;
const REMARKS_SHOWN = 20;
const FAULTS_SHOWN = 5;

/** Checks a result, or each of a list of them. 0: all checked, 1: something is refuted, 2: it cannot be checked, 3: something is open or sampled. */
export async function verifyCommand(file: string, flags: VerifyFlags): Promise<ExitStatus> {
  const { json } = flags;
  const inputs = [file, ...(flags.config === undefined ? [] : [flags.config])];
  if (await outputsRefused(json === undefined ? {} : { json }, inputs)) return 2;
  const read = await readResults(file, limitsWith(flags.max ?? {}));
  if (read === null) return 2;
  if (read.length > 1 && flags.config !== undefined) return refuse(messages.manyResults(file));
  const schema = new Ajv2020({ allErrors: true, strictTypes: false, allowUnionTypes: true }).compile(
    resultSchema,
  );
  let status: ExitStatus = 0;
  const reports: unknown[] = [];
  for (const stated of read) {
    if (!isResult(stated)) return refuse(messages.notAResult(file));
    if (!schema(stated)) {
      const faults = (schema.errors ?? []).map((e) => `${e.instancePath} ${e.message ?? ''}`.trim());
      process.stderr.write(`${messages.schemaBroken(file, faults.slice(0, FAULTS_SHOWN))}\n`);
      reports.push({ config: stated.config, outcome: 'refuted', schema: faults });
      status = worst(status, 1);
      continue;
    }
    const claims = await verifyOne(stated, flags);
    if (claims === null) return 2;
    if (flags.quiet !== true && json !== '-') process.stdout.write(`${claimTable(stated.config, claims)}\n`);
    reports.push(reportOf(stated.config, claims));
    status = worst(status, statusOf(claims));
  }
  if (json === undefined) return status;
  try {
    await writeText(
      json,
      `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`,
      new Set(inputs.map((path) => resolve(path))),
    );
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    return refuse(error.message);
  }
  return status;
}

function refuse(message: string): ExitStatus {
  process.stderr.write(`${message}\n`);
  return 2;
}

async function readResults(file: string, limits: Limits): Promise<unknown[] | null> {
  try {
    const json = jsonIn(await readFile(file), limits);
    if (typeof json === 'string') {
      refuse(messages.notJson(file, json));
      return null;
    }
    const parsed = json.value;
    return Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  } catch (error) {
    refuse(messages.notJson(file, error instanceof Error ? error.message : String(error)));
    return null;
  }
}

/** Enough of one to be held against the schema; what does not fit that is refuted. */
function isResult(value: unknown): value is Result {
  return typeof value === 'object' && value !== null && 'flipcert' in value && 'config' in value;
}

/** Null where the configuration or its data cannot be had, or the kernels would not fit the memory, which is said. */
async function verifyOne(result: Result, flags: VerifyFlags): Promise<Claims | null> {
  const config = flags.config ?? result.config;
  const { experiment, dataset, splits, diagnostics } = await openExperiment(
    config,
    null,
    nodeFiles(undefined, limitsWith(flags.max ?? {})),
  );
  if (experiment === null || dataset === null || splits === null || hasErrors(diagnostics)) {
    for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
    if (experiment === null && flags.config === undefined) refuse(messages.noConfiguration(config));
    return null;
  }
  const source: Source = { experiment, dataset, splits };
  const needed = memoryNeeded(source);
  if (needed > MEMORY_SHARE * totalmem()) {
    refuse(messages.verifyMemory(needed, totalmem()));
    return null;
  }
  const line = new ProgressLine(process.stderr, flags.quiet === true);
  const { sample = null, seed = 0, limit = LIMIT } = flags;
  const claims = verifyResult(result, source, { sample, seed, limit }, (where, sets) =>
    line.show({ task: messages.verifyTask(printable(where), sets), done: null, secondsLeft: null }),
  );
  line.clear();
  return claims;
}

function statusOf(claims: Claims): ExitStatus {
  if (claims.total('refuted') > 0) return 1;
  return claims.total('open') + claims.total('sampled') > 0 ? 3 : 0;
}

function reportOf(config: string, claims: Claims) {
  const totals = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, claims.total(outcome)]));
  const outcome = [...OUTCOMES].reverse().find((of) => claims.total(of) > 0) ?? 'checked';
  return { config, outcome, totals, claims: claims.table(), remarks: byWeight(claims.remarks) };
}

/** What was found: numbers of claims by kind, and those that are not simply right, the refuted first. */
function claimTable(config: string, claims: Claims): string {
  const table = new Table({
    head: [...messages.claimHead],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    ...PLAIN_TABLE,
  });
  for (const { kind, counts } of claims.table())
    table.push([kind, ...OUTCOMES.map((outcome) => counts[outcome])]);
  // Of sampled claims the number says it.
  const remarks = byWeight(claims.remarks.filter(({ outcome }) => outcome !== 'sampled'));
  const [checked, sampled, open, refuted] = OUTCOMES.map((outcome) => claims.total(outcome));
  return [
    printable(config),
    table.toString(),
    ...remarks
      .slice(0, REMARKS_SHOWN)
      .map(({ outcome, kind, where, message }) => printable(`${outcome}: ${kind}, ${where}: ${message}`)),
    ...(remarks.length > REMARKS_SHOWN ? [messages.moreRemarks(remarks.length - REMARKS_SHOWN)] : []),
    messages.verifyFoot(checked, sampled, open, refuted),
    messages.notClaims,
  ].join('\n');
}

function byWeight(remarks: readonly Remark[]): Remark[] {
  return [...remarks].sort((a, b) => OUTCOMES.indexOf(b.outcome) - OUTCOMES.indexOf(a.outcome));
}
