/** Characters that one answer holds of a text. */
const mostCharacters = 24_000;

export interface ShownYaml {
  readonly yaml: string;
  /** Where the next call goes on; null at the end. */
  readonly nextOffset: number | null;
}

/** A part of a value as YAML, from a character on; the library loads with the first call. */
export const showYaml = async ({ value, offset }: { value: unknown; offset: number }): Promise<ShownYaml> => {
  const { stringify } = await import('yaml');
  const whole = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
  const end = offset + mostCharacters;
  return { yaml: whole.slice(offset, end).toWellFormed(), nextOffset: end < whole.length ? end : null };
};
