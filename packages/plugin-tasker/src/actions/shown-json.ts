/** How a value of somebody's data looks in a preview: its JSON in at most `maxCharacters`, and how long it is when it was cut. */
export const shownJson = ({
  value,
  maxCharacters = 80,
}: {
  readonly value: unknown;
  readonly maxCharacters?: number;
}): string => {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters).toWellFormed()}… (${text.length} characters)`;
};

/** What a preview tells of an object that may be large or private: its size, its keys, and the start of each value. */
export const objectFacts = (object: Readonly<Record<string, unknown>>) => {
  const entries = Object.entries(object);
  return {
    characters: JSON.stringify(object).length,
    keys: entries.length,
    values: Object.fromEntries(entries.slice(0, shownKeys).map(([key, value]) => [key, shownJson({ value })])),
    ...(entries.length > shownKeys ? { keys_left_out: entries.length - shownKeys } : {}),
  };
};

const shownKeys = 25;
