import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { auditing } from './checks/auditing';
import { caching } from './checks/caching';
import { cancelling } from './checks/cancelling';
import { certifying } from './checks/certifying';
import { comparing } from './checks/comparing';
import { creating } from './checks/creating';
import { crashing } from './checks/crashing';
import { expecting } from './checks/expecting';
import { exporting } from './checks/exporting';
import { importing } from './checks/importing';
import { living } from './checks/living';
import { looking } from './checks/looking';
import { mistaking } from './checks/mistaking';
import { picturing } from './checks/picturing';
import { reloading } from './checks/reloading';
import { staling } from './checks/staling';
import { starting } from './checks/starting';
import { verifying } from './checks/verifying';
import { writing } from './checks/writing';
import { given, Stage } from './stage';

const found = given();

describe.skipIf(found === null)('in a real VS Code workbench', () => {
  let stage: Stage | null = null;
  const current = (): Stage => {
    if (!stage) throw new Error('The workbench did not start.');
    return stage;
  };
  beforeAll(async () => {
    if (found) stage = await Stage.open(found);
  });
  afterAll(async () => stage?.close());

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || !stage) return;
    await stage.person.picture(`failed ${task.name.replace(/\W+/g, ' ')}`);
    console.error(`What was there when "${task.name}" failed:\n${await stage.person.shown()}`);
  });

  certifying(current);
  staling(current);
  auditing(current);
  caching(current);
  mistaking(current);
  expecting(current);
  picturing(current);
  living(current);
  reloading(current);
  cancelling(current);
  crashing(current);
  writing(current);
  creating(current);
  exporting(current);
  verifying(current);
  looking(current);
  // Last: their files would show in the pictures.
  comparing(current);
  importing(current);
  starting(current);
});
