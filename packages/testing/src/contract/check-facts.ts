import type { Plugin } from '@lineclear/core/plugin';
import { checkDescription } from './check-description.ts';
import { checkNames } from './check-names.ts';
import { checkSchemas } from './check-schemas.ts';
import { checkSource } from './check-source.ts';
import type { Finding } from './rules.ts';

/** What can be said of a plugin without calling it. */
export const checkFacts = async (plugin: Plugin): Promise<readonly Finding[]> => [
  ...checkNames(plugin),
  ...checkToolsets(plugin),
  ...plugin.tools.flatMap((tool) => [...checkDescription(tool.name, tool.description), ...checkSchemas(tool)]),
  ...(plugin.prompts ?? []).flatMap((prompt) => checkDescription(prompt.name, prompt.description)),
  ...(plugin.resources ?? []).flatMap((resource) => checkDescription(resource.name, resource.description)),
  ...(await checkSource(plugin)),
];

const checkToolsets = ({ id, tools, toolsets, groups = {}, source }: Plugin): readonly Finding[] => {
  const used = new Set(tools.map((tool) => tool.toolset));
  const undeclared = tools.filter((tool) => !(tool.toolset in toolsets));
  // A source may use any of them.
  const unused = source === undefined ? Object.keys(toolsets).filter((name) => !used.has(name)) : [];
  const strangers = Object.entries(groups).flatMap(([group, members]) =>
    members.filter((member) => !(member in toolsets)).map((member) => ({ group, member })),
  );
  return [
    ...undeclared.map(({ name, toolset }): Finding => ({
      rule: 'toolset_undeclared',
      subject: name,
      message: `The toolset "${toolset}" is not declared.`,
    })),
    ...unused.map((name): Finding => ({ rule: 'toolset_unused', subject: id, message: `No tool is in the toolset "${name}".` })),
    ...strangers.map(({ group, member }): Finding => ({
      rule: 'group_unknown',
      subject: id,
      message: `The group "${group}" lists "${member}", which is no toolset.`,
    })),
  ];
};
