#!/usr/bin/env node
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../../package.json';
import { LONGEST_SECONDS } from '../config/convert-certify';
import { LIMIT_NAMES, limitOption as limitOptionName } from '../core/limits';
import type { Limits } from '../core/limits';
import type { AuditFlags } from './audit';
import { cacheCommand } from './cache';
import { certifyCommand } from './certify';
import type { CertifyFlags } from './certify';
import type { CheckFlags } from './check';
import type { CompareFlags } from './compare';
import type { ExitStatus } from './exit-status';
import type { ImportFlags } from './import';
import * as messages from './messages';
import type { MilpFlags } from './milp/command';
import { options as milpOptions } from './milp/messages';
import { paperExperiments } from './paper-files';
import { reproduceCommand } from './reproduce';
import type { ReproduceFlags } from './reproduce';
import type { VerifyFlags } from './verify';
import type { WidthFlags } from './widthcheck';

const here = dirname(fileURLToPath(import.meta.url));

async function main(argv: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  const program = new Command('flipcert').description(messages.description).version(version).exitOverride();
  cacheOptions(runOptions(limitOption(program.command('certify'))))
    .description(messages.certifyDescription)
    .argument('<file...>', messages.fileArgument)
    .action(async (files: string[], flags: CertifyFlags) => {
      status = await certifyCommand(files, flags, here);
    });
  cacheOptions(limitOption(program.command('audit')))
    .description(messages.auditDescription)
    .argument('<file>', messages.fileArgument)
    .option('--model <name>', messages.options.auditModel)
    .option('--flips <k>', messages.options.flips, positiveWhole)
    .option('--json <out>', messages.options.auditJson)
    .option('--jobs <n>', messages.options.jobs, wholeNumber)
    .option('--time-limit <seconds>', messages.options.auditTimeLimit, positiveNumber)
    .option('--quiet', messages.options.quiet)
    .action(async (file: string, flags: AuditFlags) => {
      const { auditCommand } = await import('./opening-commands');
      status = await auditCommand(file, flags, here);
    });
  limitOption(program.command('check'))
    .description(messages.checkDescription)
    .argument('<file...>', messages.fileArgument)
    .option('--json <out>', messages.options.checkJson)
    .option('--quiet', messages.options.quiet)
    .action(async (files: string[], flags: CheckFlags) => {
      const { checkCommand } = await import('./opening-commands');
      status = await checkCommand(files, flags);
    });
  limitOption(program.command('verify'))
    .description(messages.verifyDescription)
    .argument('<result>', messages.resultArgument)
    .option('--config <file>', messages.options.verifyConfig)
    .option('--json <out>', messages.options.verifyJson)
    .option('--sample <n>', messages.options.sample, positiveWhole)
    .option('--seed <seed>', messages.options.sampleSeed, wholeFromZero)
    .option('--limit <n>', messages.options.limit, positiveWhole)
    .option('--quiet', messages.options.quiet)
    .action(async (file: string, flags: VerifyFlags) => {
      const { verifyCommand } = await import('./opening-commands');
      status = await verifyCommand(file, flags);
    });
  cacheOptions(limitOption(program.command('widthcheck')))
    .description(messages.widthcheckDescription)
    .argument('<file>', messages.fileArgument)
    .option('--widths <list>', messages.options.widths, widths)
    .option('--seeds <n>', messages.options.widthSeeds, wholeNumber)
    .option('--sets <n>', messages.options.sets, wholeNumber)
    .option('--model <name>', messages.options.widthModel)
    .option('--json <out>', messages.options.widthJson)
    .option('--html <out>', messages.options.widthHtml)
    .option('--jobs <n>', messages.options.jobs, wholeNumber)
    .option('--time-limit <seconds>', messages.options.timeLimit, positiveNumber)
    .option('--quiet', messages.options.quiet)
    .action(async (file: string, flags: WidthFlags) => {
      const { widthcheckCommand } = await import('./opening-commands');
      status = await widthcheckCommand(file, flags, here);
    });
  cacheOptions(runOptions(limitOption(program.command('reproduce'))))
    .description(messages.reproduceDescription)
    .argument('<experiment>', messages.experimentArgument(Object.keys(paperExperiments)))
    .option('--data <dir>', messages.options.data)
    .action(async (name: string, flags: ReproduceFlags) => {
      status = await reproduceCommand(name, flags, here);
    });
  limitOption(program.command('import'))
    .description(messages.importDescription)
    .argument('<file...>', messages.semlArgument)
    .option('--out <folder>', messages.options.importOut)
    .option('--data <folder>', messages.options.importData)
    .option('--force', messages.options.importForce)
    .action(async (files: string[], flags: ImportFlags) => {
      const { importCommand } = await import('./opening-commands');
      status = await importCommand(files, flags);
    });
  limitOption(program.command('milp'))
    .description(messages.milpDescription)
    .argument('<file>', messages.fileArgument)
    .requiredOption('--model <name>', milpOptions.model)
    .requiredOption('--flips <k>', milpOptions.flips, positiveWhole)
    .addOption(new Option('--format <format>', milpOptions.format).choices(['mps', 'lp']).default('mps'))
    .option('--node <id>', milpOptions.node, nodeId)
    .option('--seed <seed>', milpOptions.seed, nodeId)
    .option('--collective', milpOptions.collective)
    .addOption(new Option('--form <form>', milpOptions.form).choices(['compact', 'paper']).default('compact'))
    .option('--out <path>', milpOptions.out)
    .action(async (file: string, flags: MilpFlags) => {
      const { milpCommand } = await import('./opening-commands');
      status = await milpCommand(file, flags);
    });
  limitOption(program.command('compare'))
    .description(messages.compareDescription)
    .argument('<first>', messages.resultArgument)
    .argument('<second>', messages.resultArgument)
    .option('--json <out>', messages.options.compareJson)
    .option('--quiet', messages.options.quiet)
    .action(async (first: string, second: string, flags: CompareFlags) => {
      const { compareCommand } = await import('./compare');
      status = await compareCommand(first, second, flags);
    });
  program
    .command('cache')
    .description(messages.cacheDescription)
    .addArgument(new Argument('[action]', messages.cacheAction).choices(['clear']))
    .option('--cache <dir>', messages.options.cache, folder)
    .action(async (action: 'clear' | undefined, flags: { cache?: string }) => {
      status = await cacheCommand(action, flags);
    });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${messages.internal(error instanceof Error ? error.message : String(error))}\n`);
    return 2;
  }
  return status;
}

/** What every command that certifies takes. */
function runOptions(command: Command): Command {
  return command
    .option('--json <out>', messages.options.json)
    .option('--csv <out>', messages.options.csv)
    .option('--html <out>', messages.options.html)
    .option('--latex <out>', messages.options.latex)
    .option('--model <name>', messages.options.model)
    .option('--jobs <n>', messages.options.jobs, wholeNumber)
    .option('--time-limit <seconds>', messages.options.timeLimit, positiveNumber)
    .option('--quiet', messages.options.quiet);
}

/** Of every command that may read what was certified before. */
function cacheOptions(command: Command): Command {
  return command
    .option('--cache <dir>', messages.options.cache, folder)
    .option('--no-cache', messages.options.noCache);
}

/** Of every command that reads files of others. */
function limitOption(command: Command): Command {
  return command.option('--max <limit=n>', messages.options.max, oneLimit, {});
}

function oneLimit(text: string, before: Partial<Limits>): Partial<Limits> {
  const [, option, digits] = /^([a-z-]+)=(\d{1,15})$/.exec(text) ?? [];
  const name = LIMIT_NAMES.find((known) => limitOptionName(known) === option);
  if (name === undefined || Number(digits) < 1)
    throw new InvalidArgumentError(messages.notALimit(LIMIT_NAMES.map(limitOptionName)));
  return { ...before, [name]: Number(digits) };
}

/** Ascending, each once. */
function widths(value: string): readonly number[] {
  const list = value.split(',').map((part) => (/^\s*\d{1,5}\s*$/.test(part) ? Number(part) : 0));
  if (list.some((width) => width < 1 || width > 16384)) throw new InvalidArgumentError(messages.notWidths);
  return [...new Set(list)].sort((a, b) => a - b);
}

function folder(value: string): string {
  if (value === '') throw new InvalidArgumentError(messages.notFolder);
  return value;
}

function positiveNumber(value: string): number {
  const n = Number(value);
  if (!(n > 0) || !Number.isFinite(n)) throw new InvalidArgumentError(messages.notPositive);
  return Math.min(n, LONGEST_SECONDS);
}

function positiveWhole(value: string): number {
  const n = Number(value);
  if (!Number.isSafeInteger(n) || n < 1) throw new InvalidArgumentError(messages.notPositiveWhole);
  return n;
}

function wholeFromZero(value: string): number {
  const n = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(n))
    throw new InvalidArgumentError(messages.notWholeFromZero);
  return n;
}

function nodeId(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError(messages.notNodeId);
  return Number(value);
}

function wholeNumber(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1 || n > 256) throw new InvalidArgumentError(messages.notWhole);
  return n;
}

// A reader that has seen enough, as in `flipcert certify ... | head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

process.exitCode = await main(process.argv);
