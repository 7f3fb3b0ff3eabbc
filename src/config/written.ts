import { stringify } from 'yaml';

/**
 * A text as YAML writes it so that it is read as a text again, also between brackets.
 * @param quote that it shall stand in, where it shall
 */
export function asYaml(text: string, quote = ''): string {
  if (quote === '"') return JSON.stringify(text);
  if (quote === "'" && !/[\n\r]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const plain = stringify(text, { lineWidth: 0 }).trimEnd();
  return /[[\]{},:#\n]/.test(plain) && !/^["']/.test(plain) ? JSON.stringify(text) : plain;
}
