import { LineclearError } from '../plugin/errors.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { Alias } from '../plugin/tool.ts';
import { reservedInputs } from './controls.ts';
import { canonicalName, nameProblem, titleFrom } from './names.ts';
import type { Placed } from './placed.ts';

/** How long a call may take when the tool does not say, in milliseconds. */
export interface DefaultDeadlines {
  readonly readMs: number;
  readonly executeMs: number;
}

interface Described {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly toolset: string;
  readonly aliases?: readonly Alias[];
}

/** What every entry says of itself, checked; throws `invalid_input` for the first thing that is wrong. */
export const entryFacts = ({ tool, placed: { plugin, prefix } }: { tool: Described; placed: Placed }) => {
  const name = canonicalName({ name: tool.name, prefix });
  const aliases = (tool.aliases ?? []).map((alias) => ({ ...alias, name: canonicalName({ name: alias.name, prefix }) }));
  const problem =
    nameProblem({ kind: 'tool', name }) ??
    aliases.map((alias) => nameProblem({ kind: 'alias', name: alias.name })).find((found) => found !== undefined) ??
    (tool.description.trim() === '' ? 'the description is empty' : undefined) ??
    (Object.hasOwn(plugin.toolsets, tool.toolset) ? undefined : unknownToolset({ plugin, toolset: tool.toolset }));
  if (problem !== undefined) throw new LineclearError('invalid_input', problem);
  return {
    name,
    plugin: plugin.id,
    toolset: tool.toolset,
    title: tool.title ?? titleFrom(tool.name),
    description: tool.description.trim(),
    aliases,
  };
};

/** Authors' inputs may not use the names that core adds. */
export const checkReserved = (fields: object): void => {
  const taken = reservedInputs.filter((name) => Object.hasOwn(fields, name));
  if (taken.length > 0)
    throw new LineclearError('invalid_input', `the input has ${taken.join(', ')}, which core adds; rename it`);
};

const unknownToolset = ({ plugin, toolset }: { plugin: Plugin; toolset: string }): string =>
  `the toolset "${toolset}" is not one of the plugin's toolsets (${Object.keys(plugin.toolsets).join(', ')})`;
