/** Longest message of a diagnostic: keys and values of a file stand in many. */
export const MOST_MESSAGE = 700;

/** A piece of a file in a message: a whole file may have been taken for one. */
export function shown(piece: string | number, most = 60): string {
  const text = String(piece);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
