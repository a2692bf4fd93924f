import type { JsonObject } from '../plugin/json.ts';
import type { Alias } from '../plugin/tool.ts';
import { isObject } from '../registry/json-schema.ts';
import type { Problem, ToolEntry } from '../registry/types.ts';

/** Where an unknown field is the older name of a field, as an alias of the tool maps it, the problem says which. */
export const withRenames = ({
  entry,
  args,
  problems,
}: {
  entry: ToolEntry;
  args: JsonObject;
  problems: readonly Problem[];
}): readonly Problem[] =>
  problems.map((problem) => {
    const { path, message } = problem;
    if (!message.startsWith('unknown field') || !Object.hasOwn(args, path)) return problem;
    const now = entry.aliases.map((alias) => renamed({ alias, entry, field: path, args })).find((name) => name !== undefined);
    return now === undefined ? problem : { path, message: `unknown field; it is called "${now}" now` };
  });

/** The field of the tool that an alias makes of this one alone. */
const renamed = ({
  alias: { input },
  entry,
  field,
  args,
}: {
  alias: Alias;
  entry: ToolEntry;
  field: string;
  args: JsonObject;
}): string | undefined => {
  if (input === undefined) return undefined;
  try {
    const without = input({});
    const made = Object.keys(input({ [field]: args[field] ?? null })).filter((name) => name !== field && !(name in without));
    const { properties } = entry.inputSchema;
    return made.find((name) => isObject(properties) && Object.hasOwn(properties, name));
  } catch {
    // A mapping may refuse arguments that are not whole.
    return undefined;
  }
};
