import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { given, Stage } from './stage';

const found = given();
const FILE = 'table.flipcert.yaml';
const MISTAKEN = 'mistaken.flipcert.yaml';
/** Names a file of the workspace, and has a mistake that needs none. */
const TEXT = `dataset: shared.dataset.yaml
split: { labelled: { per-class: 2 }, test: rest, seed: 0 }
models:
  GCN: { architecture: gcn, dept: 1, C: 1 }
certify: { budgets: { flips: [1, 2] } }
`;

describe.skipIf(found === null)('in a workspace that is not trusted', () => {
  let stage: Stage | null = null;
  const current = (): Stage => {
    if (!stage) throw new Error('The workbench did not start.');
    return stage;
  };
  beforeAll(async () => {
    if (found) stage = await Stage.open(found, true);
  });
  afterAll(async () => stage?.close());

  it('a file is helped with, and nothing that it names is read', async () => {
    const { person } = current();
    await writeFile(current().path('shared.dataset.yaml'), 'generate: karate\n');
    await writeFile(current().path(MISTAKEN), TEXT);
    await person.openFile(MISTAKEN);
    const problems = await person.problems();
    await expect.poll(() => problems.filter({ hasText: 'dept' }).count()).toBe(1);
    await expect.poll(() => problems.filter({ hasText: 'this workspace is not trusted' }).count()).toBe(1);
    await person.bothThemes('restricted');
    await person.hideBottom();
  });

  it('nothing is certified, and the way to trust it is offered', async () => {
    const { person } = current();
    await person.openFile(FILE);
    await person.command('Flipcert: Certify This File');
    const said = person.page.locator('.notifications-toasts .notification-list-item');
    await expect.poll(() => said.allInnerTexts()).toContainEqual(expect.stringContaining('not trusted'));
    await expect.poll(() => person.panel.locator('#root').innerText()).toContain('table.flipcert.yaml');
    await person.picture('restricted-certify');
    expect(current().jobProcesses()).toEqual([]);
    await said.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await person.page.locator('.workspace-trust-editor').waitFor();
  });

  it('once it is trusted, all of it works at once', async () => {
    const { person } = current();
    const trust = person.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust/ });
    await trust.first().click();
    await person.page.locator('.workspace-trust-editor.trusted').waitFor();
    await person.openFile(FILE);
    await person.command('Flipcert: Certify This File');
    await person.waitForCurrent();
    await person.picture('trusted');
  });
});
