import { type AnyTool, definePlugin, type Plugin } from '@lineclear/core/plugin';

/** Some tools alone as a plugin, with the older names that all tools have. */
export const pluginOf = (tools: readonly AnyTool[]): Plugin => {
  const toolsets = new Set(tools.map(({ toolset }) => toolset));
  return definePlugin({
    id: 'grafana',
    title: 'Grafana',
    version: '1.0.0',
    toolsets: Object.fromEntries([...toolsets].map((name) => [name, { title: name, use: `What belongs to ${name}.` }])),
    tools,
    aliasPrefixes: ['mcp_grafana_', 'mcp_context7_'],
  });
};
