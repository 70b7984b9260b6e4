import { stringify } from 'yaml';

/** On one line, as YAML. */
export function flow(value: unknown): string {
  // Quoted text over several lines has its own indentation: as JSON it stays on one, and is YAML too.
  if (typeof value === 'string' && /[\p{Cc}\u2028\u2029]/u.test(value)) return JSON.stringify(value);
  const text = stringify(value, { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trim();
  return typeof value === 'string' ? text : text.replaceAll('[ ', '[').replaceAll(' ]', ']');
}
