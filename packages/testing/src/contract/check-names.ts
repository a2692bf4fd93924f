import type { AnyTool, Plugin } from '@lineclear/core/plugin';
import type { Finding } from './rules.ts';

/** The plugin's id and version, and the names of its tools and aliases. */
export const checkNames = (plugin: Plugin): readonly Finding[] => [
  ...checkIdentity(plugin),
  ...plugin.tools.flatMap((tool) => [...checkToolName(tool.name), ...checkAliases(tool)]),
  ...checkUnique(plugin.tools),
];

/** A tool's name must be one that every model can call. */
export const checkToolName = (name: string): readonly Finding[] =>
  /^[a-z][a-z0-9_]{0,47}$/.test(name)
    ? []
    : [{ rule: 'tool_name', subject: name, message: `The name "${name}" is not one that every model can call.` }];

const checkIdentity = ({ id, version }: Plugin): readonly Finding[] => {
  const findings: Finding[] = [];
  if (!/^[a-z][a-z0-9-]*$/.test(id)) findings.push({ rule: 'plugin_id', subject: id, message: `The id is "${id}".` });
  if (!/^\d+\.\d+\.\d+/.test(version))
    findings.push({ rule: 'plugin_version', subject: id, message: `The version is "${version}".` });
  return findings;
};

const checkAliases = ({ name: subject, aliases = [] }: AnyTool): readonly Finding[] =>
  aliases
    .filter(({ name }) => !/^[A-Za-z0-9_.-]{1,128}$/.test(name))
    .map(({ name }) => ({ rule: 'alias_name', subject, message: `The alias is "${name}".` }));

const checkUnique = (tools: readonly AnyTool[]): readonly Finding[] => {
  const seen = new Map<string, { readonly isShared: boolean }>();
  const findings: Finding[] = [];
  for (const tool of tools) {
    for (const { name, when } of [{ name: tool.name, when: undefined }, ...(tool.aliases ?? [])]) {
      const isShared = when !== undefined;
      const before = seen.get(name);
      // Several tools may have one older name, where each says for which arguments it is meant.
      if (before !== undefined && !(isShared && before.isShared))
        findings.push({ rule: 'tool_name_taken', subject: tool.name, message: `The name "${name}" is used twice.` });
      seen.set(name, { isShared: isShared && (before?.isShared ?? true) });
    }
  }
  return findings;
};
