import type { JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Answers } from '../control/inspect.ts';
import { object, text } from '../protocol/field.ts';
import { toPlainJson } from '../protocol/typed-value.ts';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';
import { redactArguments } from '../text/redact-arguments.ts';
import { scheduleWords } from './schedule-words.ts';

/** One entry of the beat schedule in an answer. */
export const beatEntry = z.object({
  name: z.string(),
  task_name: z.string().nullable(),
  schedule: z.string().nullable().describe('In words; null where the raw form is not known here.'),
  raw_schedule: z.unknown().describe('Seconds, or as Python prints it.'),
  timezone: z.string().nullable().describe('That the times of a crontab are meant in.'),
  args: z.unknown(),
  kwargs: z.unknown(),
  options: z.unknown().describe('Such as queue and expires.'),
  told_by: z.array(z.string()).describe('Workers with exactly this entry in their settings.'),
});
export type BeatEntry = z.output<typeof beatEntry>;

/** The entries in the settings of workers, those that are equal once. */
export const beatEntries = ({ answers }: Answers<WireObject>): readonly BeatEntry[] => {
  const entries = new Map<string, BeatEntry>();
  for (const [worker, settings] of answers) {
    for (const [name, entry] of Object.entries(object(settings['beat_schedule']) ?? {})) {
      const read = toEntry({ name, entry, settings });
      const key = JSON.stringify(read);
      entries.set(key, { ...read, told_by: [...(entries.get(key)?.told_by ?? []), worker] });
    }
  }
  return [...entries.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
};

const toEntry = ({ name, entry, settings }: { name: string; entry: WireValue; settings: WireObject }): BeatEntry => {
  const fields = object(entry) ?? {};
  return {
    name,
    task_name: text(fields['task']) ?? null,
    schedule: scheduleWords(fields['schedule']) ?? null,
    raw_schedule: shown(fields['schedule']),
    // Celery's own setting where the application has none.
    timezone: text(settings['timezone']) ?? (settings['enable_utc'] === false ? null : 'UTC'),
    args: shown(fields['args']),
    kwargs: shown(fields['kwargs']),
    options: shown(fields['options']),
    told_by: [],
  };
};

const shown = (value: WireValue | undefined): JsonValue => {
  const plain = redactArguments(toPlainJson(value ?? null));
  const json = JSON.stringify(plain);
  return json.length <= maxCharacters
    ? plain
    : `${json.slice(0, maxCharacters).toWellFormed()}… (${json.length - maxCharacters} more)`;
};

const maxCharacters = 1_000;
