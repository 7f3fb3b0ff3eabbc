/** What may stand between cells; of two that split equally well, the first. */
const DELIMITERS = [',', '\t', ';'];
/** Lines that are looked at. */
const LINES = 50;

/**
 * The delimiter that splits most lines into most cells. A single line decides nothing: a header may hold another
 * of the delimiters in a name.
 */
export function recognisedDelimiter(text: string): string {
  const lines = firstLines(text);
  let best = DELIMITERS[0];
  let most = 1;
  for (const delimiter of DELIMITERS) {
    const cells = usual(lines.map((line) => cellCount(line, delimiter)));
    if (cells <= most) continue;
    best = delimiter;
    most = cells;
  }
  return best;
}

/** The first lines that are not empty. */
function firstLines(text: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length && lines.length < LINES;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    if (line.trim() !== '') lines.push(line);
    if (end < 0) break;
    at = end + 1;
  }
  return lines;
}

function cellCount(line: string, delimiter: string): number {
  let count = 1;
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) count++;
  }
  return count;
}

/** The number that occurs most often; of several, the largest. 0 where there are none. */
export function usual(numbers: readonly number[]): number {
  const times = new Map<number, number>();
  for (const x of numbers) times.set(x, (times.get(x) ?? 0) + 1);
  let best = 0;
  for (const [x, count] of times) {
    const other = times.get(best) ?? 0;
    if (count > other || (count === other && x > best)) best = x;
  }
  return best;
}
