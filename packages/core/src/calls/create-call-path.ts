import type { Plugin } from '../plugin/plugin.ts';
import { createInstructions } from '../registry/instructions.ts';
import type { Placed } from '../registry/placed.ts';
import { createPrompts } from '../registry/prompts.ts';
import { createResources } from '../registry/resources.ts';
import { cleanValue } from '../plugin/clean.ts';
import type { CallDependencies } from './call-dependencies.ts';
import { createToolCalls } from './call-path.ts';
import type { CallPath } from './path.ts';
import { createPromptPaths } from './prompts.ts';
import { createResourcePaths } from './resources.ts';

const nothing = { values: [], total: 0, hasMore: false } as const;

/** Puts the paths of tools, prompts, resources and completion together. */
export const createCallPath = ({
  info,
  plugins,
  parts,
  readMs,
}: {
  info: CallPath['info'];
  plugins: readonly (Plugin | Placed)[];
  parts: CallDependencies;
  /** One resource may take this long. */
  readMs: number;
}): CallPath => {
  const { call, view } = createToolCalls(parts);
  const prompts = createPrompts(plugins);
  const resources = createResources(plugins);
  const instructions = createInstructions({ plugins, registry: parts.registry, profiles: parts.profiles });
  return {
    info,
    instructions: (caller) => instructions(view(caller)),
    tools: (caller) => parts.registry.pages(view(caller)),
    knows: (tool) => parts.registry.resolve(tool).found,
    isRead: (tool) => {
      const resolved = parts.registry.resolve(tool);
      return resolved.found && (resolved.choices ?? [resolved]).every(({ entry }) => entry.kind === 'read');
    },
    call,
    offers: () => ({
      prompts: prompts.entries.length > 0,
      resources: resources.fixed.length + resources.templates.length > 0,
      completions: prompts.entries.length + resources.templates.length > 0,
    }),
    ...createPromptPaths({ table: prompts, parts, view }),
    ...createResourcePaths({ table: resources, parts, view, readMs }),
    complete: async ({ target, argument, prefix, caller }) => {
      parts.rate.take(caller.principal.id);
      const query = { name: argument, prefix };
      const found =
        target.kind === 'resource'
          ? await resources.template(target.uri)?.complete(query)
          : await prompts.find(target.name).complete(query);
      return found === undefined ? nothing : { ...found, values: parts.redactor.value(cleanValue(found.values)) };
    },
    onToolsChanged: (listener) => parts.registry.onChange(listener),
  };
};
