/**
 * Checks what comes to the page: whoever can post to a window is not always the extension. What the panel's code takes
 * for granted is looked at, down to the lists it walks; text is shown as text whatever it holds.
 */
import type { ToPanel } from '../src/protocol/panel';

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, unknown>>;

const text: Check = (value) => typeof value === 'string';
const truth: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number';
const label: Check = (value) => text(value) || number(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const absentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const oneOf =
  (...known: readonly unknown[]): Check =>
  (value) =>
    known.includes(value);
const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
/** Has at least these keys; a later version may send more. */
const having =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    const fields = fieldsOf(value);
    return fields !== null && Object.entries(checks).every(([key, check]) => check(fields[key]));
  };

const flips = listOf(having({ node: number, label }));
const dataset = having({
  name: text,
  nodes: number,
  edges: number,
  features: number,
  classes: listOf(label),
  labelled: listOf(number),
  labels: listOf(label),
  test: listOf(number),
  testLabels: listOf(label),
});
const point = having({
  flips: number,
  certified: number,
  certifiedAtMost: number,
  certifiedAccuracy: number,
  witness: absentOr(orNull(flips)),
});
const certificate = { status: text, method: text, seconds: number, curve: listOf(point) };
const node = having({
  node: number,
  safeFlips: number,
  breakingFlips: orNull(number),
  witness: orNull(flips),
});
const plateau = having({ from: number, to: number, certified: number, witness: orNull(flips) });
const model = having({
  name: text,
  architecture: text,
  C: number,
  accuracy: number,
  notes: absentOr(listOf(text)),
  predictions: listOf(having({ node: number, class: label, decision: number })),
  sampleWise: absentOr(having({ ...certificate, nodes: listOf(node) })),
  collective: absentOr(having({ ...certificate, plateaus: absentOr(listOf(plateau)) })),
});
const result = having({
  flipcert: oneOf(1),
  config: text,
  dataset,
  models: listOf(model),
  seeds: absentOr(listOf(having({ seed: number, dataset, models: listOf(model) }))),
  means: absentOr(listOf(having({ name: text, seeds: number }))),
  expectations: absentOr(listOf(having({ model: text, condition: text, outcome: text }))),
});

const STATUSES: Readonly<Record<string, Check>> = {
  empty: having({ models: number, labelled: orNull(number), test: orNull(number) }),
  current: having({ only: absentOr(listOf(text)) }),
  stale: having({ reason: text }),
  running: having({
    done: number,
    secondsLeft: orNull(number),
    model: orNull(text),
    finished: listOf(text),
    reached: absentOr(listOf(text)),
    cancelling: truth,
  }),
  failed: having({
    title: text,
    detail: text,
    crashed: truth,
    diagnostics: listOf(
      having({ code: text, message: text, severity: text, file: text, range: having({ startLine: number }) }),
    ),
  }),
};
const status: Check = (value) => {
  const kind = fieldsOf(value)?.['kind'];
  return typeof kind === 'string' && Object.hasOwn(STATUSES, kind) && STATUSES[kind](value);
};

/** All of a state but its result. */
const frame = having({
  title: text,
  command: text,
  status,
  details: listOf((value) => listOf(text)(value) && (value as unknown[]).length === 2),
  audit: absentOr(having({ found: listOf(having({ audit: having({ name: text }) })) })),
  earlier: absentOr(having({ title: text })),
  other: absentOr(having({ title: text, short: text, result, note: orNull(text) })),
  runs: absentOr(listOf(having({ id: text, title: text, models: listOf(text), pinned: truth }))),
});
const picture = having({
  graph: orNull(having({ ids: listOf(number), edges: listOf(number) })),
  attacks: listOf(
    having({ seed: orNull(number), model: text, flips, turned: listOf(number), open: listOf(number) }),
  ),
  rows: orNull(text),
});
const patch = having({ result, order: orNull(listOf(text)) });

const MESSAGES: Readonly<Record<ToPanel['type'], Check>> = {
  state: having({ state: (value) => frame(value) && orNull(result)(fieldsOf(value)?.['result']) }),
  update: having({ state: frame, result: orNull(patch) }),
  picture: having({ picture: orNull(picture) }),
  show: having({ tab: text, model: text }),
  draw: having({ format: oneOf('svg', 'png') }),
  compareModel: having({ model: text }),
  chooseModel: having({ model: text }),
};

/** The message, or null where it is none of the protocol's. */
export function readToPanel(message: unknown): ToPanel | null {
  const type = fieldsOf(message)?.['type'];
  if (typeof type !== 'string' || !Object.hasOwn(MESSAGES, type)) return null;
  return MESSAGES[type as ToPanel['type']](message) ? (message as ToPanel) : null;
}
