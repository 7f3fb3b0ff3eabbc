const NEWLINE = 10;
const RETURN = 13;

/**
 * The line, counted from 0, on which each row of a CSV text begins. A quoted cell may hold line breaks, so rows are not
 * lines; and what a parser counts within quotes is not the same for every kind of line break.
 * @param ends for each row the place of the byte after its last one
 */
export function firstLines(text: string, ends: readonly number[]): number[] {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  let line = 0;
  /** Past one byte; \r\n is one line break. */
  const pass = (): void => {
    if (bytes[at] === NEWLINE || (bytes[at] === RETURN && bytes[at + 1] !== NEWLINE)) line++;
    at++;
  };
  return ends.map((end) => {
    // Empty lines before the row are none of it.
    for (let next = blankEnd(bytes, at, end); next > at; next = blankEnd(bytes, at, end))
      while (at < next) pass();
    const first = line;
    while (at < end) pass();
    return first;
  });
}

/** Where the line that begins at a place ends, if there is nothing in it; else the place itself. */
function blankEnd(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  while (at < limit && (bytes[at] === 32 || bytes[at] === 9)) at++;
  if (at < limit && bytes[at] === RETURN) return bytes[at + 1] === NEWLINE ? Math.min(limit, at + 2) : at + 1;
  return at < limit && bytes[at] === NEWLINE ? at + 1 : from;
}
