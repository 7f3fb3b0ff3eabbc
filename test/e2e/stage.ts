/** One workbench with the extension in it, for all checks: starting it takes longer than any of them. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { startWorkbench, type Host, type Session } from '../../scripts/host-session.mjs';
import type { Result } from '../../src/report/result';
import { Workbench } from './workbench';

const ROOT = dirname(dirname(import.meta.dirname));
const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What scripts/test.mjs found out before, passed on in the environment. */
export interface Given {
  readonly host: Host;
  readonly browser: string;
  readonly vsix: string;
}

/** Null where this machine cannot have the host: the checks are then skipped. */
export function given(): Given | null {
  const text = process.env['FLIPCERT_E2E'];
  return text ? (JSON.parse(text) as Given) : null;
}

export class Stage {
  private constructor(
    readonly workspace: string,
    readonly session: Session,
    readonly person: Workbench,
    private readonly browser: Browser,
  ) {}

  /** @param trust whether the workbench asks for trust, and has none yet */
  static async open({ host, browser: executablePath, vsix }: Given, trust = false): Promise<Stage> {
    const workspace = join(await mkdtemp(join(tmpdir(), 'flipcert-e2e-')), 'examples');
    await cp(join(ROOT, 'examples'), workspace, { recursive: true });
    await cp(join(import.meta.dirname, 'workspace'), workspace, { recursive: true });
    const settings = {
      'workbench.colorTheme': 'Default Dark Modern',
      'editor.minimap.enabled': false,
      'workbench.editor.revealIfOpen': true,
      'security.workspace.trust.startupPrompt': 'never',
    };
    const session = await startWorkbench(host, { vsix, workspace, settings, trust });
    const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
    const person = await Workbench.open(browser, session.url, join(ROOT, 'out', 'e2e'));
    return new Stage(workspace, session, person, browser);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.session.stop();
    await rm(dirname(this.workspace), { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.workspace, name);
  }

  /** What the command line says about the same file: an engine run that shares nothing with the editor. */
  commandLine(name: string): Result {
    const run = spawnSync(
      process.execPath,
      [join(ROOT, 'dist/cli.mjs'), 'certify', name, '--json', '-', '--quiet', '--no-cache'],
      {
        cwd: this.workspace,
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      },
    );
    if (run.status !== 0 && run.status !== 1 && run.status !== 3)
      throw new Error(`flipcert ended with ${run.status}:\n${run.stderr}`);
    return JSON.parse(run.stdout) as Result;
  }

  /** Ids of the certification processes of this workbench, and of no other. */
  jobProcesses(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        try {
          const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
          return line.includes(this.session.folder) && line.includes('dist/job.mjs');
        } catch {
          return false;
        }
      });
  }

  /** A picture for the documentation, replaced only where it is asked for. */
  async readmePicture(name: string): Promise<void> {
    await this.person.picture(`readme-${name}`);
    if (process.env['FLIPCERT_UPDATE_PICTURES'] !== '1') return;
    await mkdir(join(ROOT, 'media'), { recursive: true });
    await copyFile(join(ROOT, 'out', 'e2e', `readme-${name}.png`), join(ROOT, 'media', `readme-${name}.png`));
  }
}
