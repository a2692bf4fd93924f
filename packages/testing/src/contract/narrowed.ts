import type { AnyTool, Plugin } from '@lineclear/core/plugin';
import { connectionsOf } from './secret-watch.ts';

/**
 * The plugin with one tool of its own and what a composition needs beside it: the write that covers it, and one tool of every
 * connection. Prompts, which name other tools, are checked apart. Whole where rules of the plugin name tools.
 */
export const narrowed = (plugin: Plugin, subject: string): Plugin => {
  if (plugin.policy?.some(({ tool, toolset }) => tool !== undefined || toolset !== undefined)) return plugin;
  const { prompts: _apart, ...kept } = plugin;
  const checked = plugin.tools.find(({ name }) => name === subject);
  const covering = checked?.kind === 'write' ? checked.coveredBy?.name : undefined;
  const connecting = connectionsOf(plugin).map((connection) => plugin.tools.find((tool) => tool.connection === connection)?.name);
  const isKept = ({ name }: AnyTool): boolean => name === subject || name === covering || connecting.includes(name);
  return { ...kept, tools: plugin.tools.filter(isKept) };
};
