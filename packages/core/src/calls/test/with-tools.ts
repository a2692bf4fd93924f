import type { ComposeOptions } from '../../compose-options.ts';
import { lampPlugin, newLamp } from '../../confirm/test/lamp.ts';
import { type Line, startLine } from '../../confirm/test/line.ts';
import { definePlugin } from '../../plugin/plugin.ts';
import type { AnyTool } from '../../plugin/tool.ts';
import type { ChainedEvent } from '../../store/event.ts';

/** A composition with the lamp and these tools, in the toolset `own` of a plugin `own`. */
export const startWith = (tools: readonly AnyTool[], options: Partial<ComposeOptions> = {}): Promise<Line> => {
  const lamp = newLamp();
  const own = definePlugin({
    id: 'own',
    title: 'Own',
    version: '1.0.0',
    toolsets: { own: { title: 'Own', use: 'tests' } },
    tools,
  });
  return startLine({ lamp, plugins: [lampPlugin(lamp), own], ...options });
};

/** Every event so far, oldest first. */
export const eventsOf = async ({ composition }: Line): Promise<readonly ChainedEvent[]> => {
  await composition.audit.flush();
  return composition.audit.query({ order: 'asc', limit: 1_000 });
};
