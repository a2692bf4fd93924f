import { definePlugin, type Plugin, read, type ToolSource } from '@lineclear/core/plugin';
import { noOpDescription, noOpInput, noOpOutput, searches, searchInput } from './schemas.ts';

/** A plugin of so many read tools; the first does nothing. */
export const benchPlugin = ({ tools, source }: { tools: number; source?: ToolSource }): Plugin =>
  definePlugin({
    id: 'bench',
    title: 'Bench',
    version: '1.0.0',
    toolsets: { bench: { title: 'Bench', use: 'Measure this server.' } },
    tools: [
      read({
        name: 'noop',
        toolset: 'bench',
        description: noOpDescription,
        input: noOpInput,
        output: noOpOutput,
        run: () => ({ ok: true }),
      }),
      ...searches(tools - 1).map(({ name, description }) =>
        read({ name, toolset: 'bench', description, input: searchInput, output: noOpOutput, run: () => ({ ok: true }) }),
      ),
    ],
    ...(source === undefined ? {} : { source }),
  });
