import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { asWord } from '../text/as-word.ts';

/**
 * A time as Tasker writes it: RFC 3339, or without a zone, which is UTC (the dead-letter and readiness answers). Yields RFC 3339 in UTC with
 * milliseconds; a text that is no time stays, in quotes: a strange time must not hide the rest of an answer, nor speak in our sentences.
 */
export const timestamp = z.string().transform((text) => {
  const time = toUtc(text);
  return utcTime.test(time) ? time : quoted(text);
});

const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A state or another name of a closed list. It may be a word that we do not know; what is no word at all comes in quotes. */
export const word = z.string().transform((text) => asWord(text));

/** An identifier, a UUID in lower case; what is no word at all comes in quotes. */
export const uuid = z.string().transform((text) => (uuidForm.test(text) ? text.toLowerCase() : asWord(text)));

const uuidForm = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A measured number, small enough that sums and products of a few stay numbers. */
export const amount = z.number().min(-1e15).max(1e15);

/** A number of things. */
export const count = z.int();

/** Somebody's data, as it comes. The server itself can neither take nor give more levels than this. */
export const someJson = z.unknown().refine((value) => isShallow(value), { error: 'is nested too deep' });

const mostLevels = 128;

// Not by recursion, which is what a deep value would break.
const isShallow = (value: unknown): boolean => {
  const waiting: { readonly part: unknown; readonly level: number }[] = [{ part: value, level: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { part, level } = next;
    if (typeof part !== 'object' || part === null) continue;
    if (level >= mostLevels) return false;
    for (const inner of Object.values(part)) waiting.push({ part: inner, level: level + 1 });
  }
  return true;
};

/** `Pending`, `ManuallyResolved` → `pending`, `manually_resolved`; snake_case stays as it is. */
export const snakeCased = z.string().transform((text) => asWord(toSnakeCase(text)));

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
