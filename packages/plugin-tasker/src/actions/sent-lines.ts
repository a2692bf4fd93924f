import { asWord } from '../text/as-word.ts';
import { shownJson } from './shown-json.ts';

/**
 * What a write will send, a line for each field, as the `changes` of its preview: whoever is asked to decide sees these, and not the
 * arguments of the call. Fields that are `undefined` are not sent.
 */
export const sentLines = (fields: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(fields).flatMap(([field, value]) =>
    value === undefined ? [] : [`${field}: ${shownJson({ value, maxCharacters: 200 })}`],
  );

/** The same of an object, a line for each of its first keys. */
export const sentObject = ({
  field,
  object,
}: {
  readonly field: string;
  readonly object: Readonly<Record<string, unknown>> | undefined;
}): readonly string[] => {
  const entries = Object.entries(object ?? {});
  return [
    ...entries.slice(0, shownKeys).map(([key, value]) => `${field}.${asWord(key)}: ${shownJson({ value })}`),
    ...(entries.length > shownKeys ? [`${field}: ${entries.length - shownKeys} more keys`] : []),
  ];
};

const shownKeys = 12;
