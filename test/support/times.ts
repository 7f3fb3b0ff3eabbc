/** A result, or a part of one, without what differs from run to run: its times. */
export function withoutTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, of: unknown) => (key === 'seconds' ? 0 : of))) as unknown;
}
