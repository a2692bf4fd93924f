const toolName = /^[a-z0-9_]{1,48}$/;
const aliasName = /^[A-Za-z0-9_.-]{1,128}$/;
const aliasPrefix = /^[A-Za-z0-9_.-]{1,79}$/;
const prefix = /^[a-z0-9_]{0,40}$/;
const pluginId = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const toolsetId = /^[a-z0-9]+([_-][a-z0-9]+)*$/;

const rules = {
  tool: { what: 'a tool name', pattern: toolName, rule: 'use [a-z0-9_], at most 48 characters with the prefix' },
  alias: { what: 'an alias', pattern: aliasName, rule: 'use A-Z a-z 0-9 _ . -, at most 128 characters' },
  aliasPrefix: { what: 'an alias prefix', pattern: aliasPrefix, rule: 'use A-Z a-z 0-9 _ . -, at most 79 characters' },
  prompt: { what: 'a prompt name', pattern: aliasName, rule: 'use A-Z a-z 0-9 _ . -, at most 128 characters' },
  prefix: { what: 'a prefix', pattern: prefix, rule: 'use [a-z0-9_], at most 40 characters' },
  plugin: { what: 'a plugin id', pattern: pluginId, rule: 'use [a-z0-9] with single dashes between' },
  toolset: { what: 'a toolset id', pattern: toolsetId, rule: 'use [a-z0-9] with single dashes or underscores between' },
} as const;

/** What is wrong with a name, or `undefined`. */
export const nameProblem = ({ kind, name }: { kind: keyof typeof rules; name: string }): string | undefined => {
  const { what, pattern, rule } = rules[kind];
  return pattern.test(name) ? undefined : `"${name.slice(0, 140)}" cannot be ${what}: ${rule}`;
};

/** The name of a tool in a composition: a pure function of the plugin's own name for it and the configured prefix. */
export const canonicalName = ({ name, prefix }: { name: string; prefix: string }): string => prefix + name;

/** A title for a tool whose author gave none: `task_list` becomes `Task list`. */
export const titleFrom = (name: string): string => {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
