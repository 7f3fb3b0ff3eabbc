/**
 * Checks what comes to the page: whoever can post to a window is not always the extension. What the panel's code takes
 * for granted is looked at, down to the lists it walks; text is shown as text whatever it holds.
 */
import type { ToPanel } from '../src/protocol/panel';
import { isGraph, isEffect } from '../src/report/shapes/picture-shape';
import { isResult } from '../src/report/shapes/result-shape';
import { having, isFinite, isText, isTruth, listOf, oneOf, orNull } from '../src/report/shapes/shape';
import type { Check } from '../src/report/shapes/shape';

const absentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const every =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const STATUSES: Readonly<Record<string, Check>> = {
  empty: having({ models: isFinite, labelled: orNull(isFinite), test: orNull(isFinite) }),
  current: having({ only: absentOr(listOf(isText)) }),
  stale: having({ reason: isText }),
  running: having({
    done: isFinite,
    secondsLeft: orNull(isFinite),
    model: orNull(isText),
    finished: listOf(isText),
    reached: absentOr(listOf(isText)),
    cancelling: isTruth,
  }),
  failed: having({
    title: isText,
    detail: isText,
    crashed: isTruth,
    diagnostics: every(
      having({
        code: isText,
        message: isText,
        severity: isText,
        file: isText,
        range: having({ startLine: isFinite }),
      }),
    ),
  }),
};
const status: Check = (value) =>
  having({ kind: isText })(value) && named(STATUSES, (value as { kind: string }).kind)?.(value) === true;

/** All of a state but its result. */
const frame = having({
  title: isText,
  command: isText,
  status,
  details: listOf(listOf(isText, 2)),
  audit: absentOr(having({ found: every(having({ audit: having({ name: isText }) })) })),
  earlier: absentOr(having({ title: isText })),
  other: absentOr(having({ title: isText, short: isText, result: isResult, note: orNull(isText) })),
  runs: absentOr(every(having({ id: isText, title: isText, models: listOf(isText), pinned: isTruth }))),
});
const picture = having({ graph: orNull(isGraph), attacks: listOf(isEffect), rows: orNull(isText) });
const patch = having({ result: isResult, order: orNull(listOf(isText)) });
const nullOr =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

const MESSAGES: Readonly<Record<ToPanel['type'], Check>> = {
  state: having({
    state: (value) => frame(value) && having({ result: orNull(isResult) })(value),
  }),
  update: having({ state: frame, result: nullOr(patch) }),
  picture: having({ picture: nullOr(picture) }),
  show: having({ tab: isText, model: isText }),
  draw: having({ format: oneOf('svg', 'png') }),
  compareModel: having({ model: isText }),
  chooseModel: having({ model: isText }),
};

/** The message, or null where it is none of the protocol's. */
export function readToPanel(message: unknown): ToPanel | null {
  if (!having({ type: isText })(message)) return null;
  const { type } = message as { type: string };
  return named(MESSAGES, type)?.(message) === true ? (message as ToPanel) : null;
}

/** Never what every object has of its own accord. */
function named(checks: Readonly<Record<string, Check>>, name: string): Check | undefined {
  return Object.hasOwn(checks, name) ? checks[name] : undefined;
}
