import { LineclearError } from '../plugin/errors.ts';
import type { Problem, ToolEntry } from '../registry/types.ts';

/** There is no such tool, or this server leaves it out. */
export const unknownTool = ({
  name,
  excluded,
  similar,
}: {
  /** As received. */
  name: string;
  excluded: boolean;
  similar: readonly string[];
}): LineclearError => {
  const shown = name.slice(0, 128);
  if (excluded)
    return new LineclearError('forbidden', `This server leaves the tool "${shown}" out.`, { details: { reason: 'excluded' } });
  return new LineclearError('not_found', `There is no tool "${shown}".`, {
    hint: similar.length === 0 ? 'List the tools and use one of their names.' : `Did you mean ${similar.join(', ')}?`,
    details: { similar },
  });
};

/** The arguments do not fit the tool; the first problem is in the message, up to twenty are in the details. */
export const invalidInput = ({ entry, problems }: { entry: ToolEntry; problems: readonly Problem[] }): LineclearError => {
  const first = problems[0];
  const where = first === undefined || first.path === '' ? '' : ` at ${first.path}`;
  return new LineclearError(
    'invalid_input',
    `The arguments of ${entry.name} do not fit${where}: ${first?.message ?? 'see details'}`,
    {
      details: { problems: problems.slice(0, 20), ...(problems.length > 20 ? { more: problems.length - 20 } : {}) },
    },
  );
};

/** What is wrong with asking a tool to confirm something that it never previews: the caller took it for another write. */
export const unconfirmed = (entry: ToolEntry): Problem | undefined => {
  if (entry.kind === 'write' && entry.coverage === undefined) return undefined;
  const what = entry.kind === 'read' ? 'a read' : `what ${entry.coverage?.by ?? 'a plan'} covers`;
  return { path: 'confirm', message: `${what} is not confirmed; leave confirm and ticket out` };
};
