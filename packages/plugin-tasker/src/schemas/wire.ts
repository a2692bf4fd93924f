import * as z from 'zod';

/**
 * A time as Tasker writes it: RFC 3339, or without a zone, which is UTC (the dead-letter and readiness answers). Yields RFC 3339 in UTC with
 * milliseconds; a text that is no time passes through unchanged, because a strange time must not hide the rest of an answer.
 */
export const timestamp = z.string().transform((text) => toUtc(text));

/** `Pending`, `ManuallyResolved` → `pending`, `manually_resolved`; snake_case stays as it is. */
export const snakeCased = z.string().transform((text) => toSnakeCase(text));

/** Absent and `null` mean the same. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null);

export const toUtc = (text: string): string => {
  const [, day, time, fraction = '', zone = 'Z'] = timePattern.exec(text) ?? [];
  if (day === undefined || time === undefined) return text;
  const date = new Date(`${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${/^[+-]/.test(zone) ? zone : 'Z'}`);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
};

// Rust prints up to nine digits of a second, and a space between day and time where a value goes through SQL.
const timePattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\s?(Z|z|UTC|[+-]\d\d:\d\d)?$/;

export const toSnakeCase = (text: string): string =>
  text.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** `manually_resolved` → `ManuallyResolved`, as the dead-letter endpoints want it. */
export const toPascalCase = (text: string): string =>
  text.replaceAll(/(?:^|_)([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
