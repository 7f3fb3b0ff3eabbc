/** What the sections of the benchmark print: tables that can be pasted into a Markdown file. */

/** @param headings of the columns @param rows cells, as text */
export function table(headings, rows) {
  const widths = headings.map((heading, at) =>
    Math.max(3, heading.length, ...rows.map((row) => row[at].length)),
  );
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Seconds, with as many digits as mean something. */
export function seconds(value) {
  if (value >= 100) return `${value.toFixed(0)} s`;
  return value >= 1 ? `${value.toFixed(2)} s` : `${(1000 * value).toFixed(value >= 0.1 ? 0 : 1)} ms`;
}

/** What lies in the middle, and the least and the most. */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)], least: sorted[0], most: sorted.at(-1) };
}
