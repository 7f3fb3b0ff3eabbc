import { check } from './check';
import type { Checked } from './check';
import type { SoakCase } from './case';
import { draw } from './draw';
import { failureText } from './failure';
import type { Engines, SoakMethod } from './methods';
import { shrink } from './shrink';

export interface SoakRun {
  readonly methods: readonly SoakMethod[];
  readonly engines: Engines;
  /** Problems are drawn from this seed and those that follow it. */
  readonly seed: number;
  /** Asked before each problem, with what there is so far. */
  readonly enough: (report: SoakReport) => boolean;
}

export interface SoakReport {
  problems: number;
  answers: number;
  /** Answers of whole runs that could have been exact and were left open: never wrong, but less than there is. */
  open: number;
  /** Answers by method. */
  readonly byMethod: Map<string, number>;
  failure: SoakFailure | null;
}

export interface SoakFailure {
  readonly seed: number;
  readonly difference: NonNullable<Checked['difference']>;
  readonly least: SoakCase;
  readonly text: string;
}

/** Draws and checks problems until there is enough, or until the first difference, which is made as small as can be. */
export async function soak({ methods, engines, seed, enough }: SoakRun): Promise<SoakReport> {
  const report: SoakReport = { problems: 0, answers: 0, open: 0, byMethod: new Map(), failure: null };
  for (let turn = 0; !enough(report); turn++) {
    const drawn = draw(seed + turn);
    const { answers, open, difference } = await check(drawn, methods, engines, turn);
    report.problems++;
    report.open += open;
    for (const [method, count] of answers) {
      report.answers += count;
      report.byMethod.set(method, (report.byMethod.get(method) ?? 0) + count);
    }
    if (difference === null) continue;
    report.failure = await smallest(drawn, seed + turn, difference, methods, engines);
    break;
  }
  return report;
}

/** The method alone, with the one that it must agree with. */
async function smallest(
  drawn: SoakCase,
  seed: number,
  difference: NonNullable<Checked['difference']>,
  methods: readonly SoakMethod[],
  engines: Engines,
): Promise<SoakFailure> {
  const failing = methods.find(({ name }) => name === difference.method);
  const those = methods.filter(({ name }) => name === failing?.name || name === failing?.sameAs);
  const differs = async (of: SoakCase): Promise<Checked['difference']> => {
    const found = (await check(of, those, engines)).difference;
    return found?.method === difference.method ? found : null;
  };
  const least = await shrink(drawn, async (smaller) => (await differs(smaller)) !== null);
  const last = (await differs(least)) ?? difference;
  return { seed, difference: last, least, text: failureText(seed, last, least) };
}
