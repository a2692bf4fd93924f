/** Suggestions as `completion/complete` sends them. */
export interface Completion {
  readonly values: readonly string[];
  /** How many there are, sent or not. */
  readonly total: number;
  readonly hasMore: boolean;
}

type Suggest = (prefix: string) => readonly string[] | Promise<readonly string[]>;

/** The protocol's limit. */
const mostValues = 100;

/** What the author's function for this name suggests, or else the fixed values that begin with the prefix. */
export const complete = async ({
  suggestions = {},
  name,
  fixed = [],
  prefix,
}: {
  suggestions: Readonly<Record<string, Suggest | undefined>> | undefined;
  /** As received; only the author's own names count. */
  name: string;
  fixed?: readonly string[];
  prefix: string;
}): Promise<Completion> => {
  const suggest = Object.hasOwn(suggestions, name) ? suggestions[name] : undefined;
  const wanted = prefix.toLowerCase();
  const found = suggest === undefined ? fixed.filter((value) => value.toLowerCase().startsWith(wanted)) : await suggest(prefix);
  return { values: found.slice(0, mostValues), total: found.length, hasMore: found.length > mostValues };
};
