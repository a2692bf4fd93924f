import type { WireValue } from './wire-value.ts';

/** Python's text of a value, cut after this many characters as Celery's own client does. */
export const pythonRepr = ({ value, maxLength = 1024 }: { value: WireValue; maxLength?: number }): string => {
  // Half a character, from a cut or from the sender, would be an error in whatever prints it.
  const text = repr(value);
  return (text.length <= maxLength ? text : `${text.slice(0, maxLength - 3)}...`).toWellFormed();
};

const repr = (value: WireValue): string => {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : (floatWords[String(value)] ?? 'nan');
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, inner]) => `${quote(key)}: ${repr(inner)}`)
    .join(', ')}}`;
};

const floatWords: Readonly<Record<string, string>> = { Infinity: 'inf', '-Infinity': '-inf' };

const quote = (text: string): string => {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `${mark}${mark === "'" ? inside.replaceAll("'", "\\'") : inside}${mark}`;
};
