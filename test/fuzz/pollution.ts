const PROTOTYPES: readonly object[] = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Number.prototype,
  Map.prototype,
];

/** Looks for properties that appeared on, or vanished from, what every object inherits. */
export function pollutionWatch(): () => string | null {
  const keys = (): string =>
    PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join(';');
  const clean = keys();
  return () => (keys() === clean ? null : `a prototype was changed: ${keys().slice(0, 300)}`);
}
