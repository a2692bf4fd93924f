import { LineclearError } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { Named, Resolved } from '../registry/types.ts';

/** The tool that a name means. Where it is an older name of several, the first whose condition fits the arguments. */
export const chooseTool = ({
  name,
  resolved,
  args,
}: {
  name: string;
  resolved: Extract<Resolved, { found: true }>;
  args: JsonObject;
}): Named => {
  if (resolved.choices === undefined) return resolved;
  const meant = resolved.choices.find(({ alias }) => alias?.when?.(args) === true);
  if (meant !== undefined) return meant;
  const tools = [...new Set(resolved.choices.map(({ entry }) => entry.name))];
  throw new LineclearError('invalid_input', `${name} stands for several tools, and these arguments mean none of them.`, {
    hint: `Call the tool that is meant: ${tools.join(', ')}.`,
    details: { reason: 'older_name', tools },
  });
};
