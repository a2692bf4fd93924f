import { definePlugin } from '@lineclear/core/plugin';
import type { AnyTool, JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { onTestFinished } from 'vitest';

/** Calls one tool through the path of a served call, on a server that has no other tools than these. */
export const startTemplates = async (
  ...tools: readonly AnyTool[]
): Promise<(tool: string, args?: JsonObject) => Promise<JsonObject>> => {
  const plugin = definePlugin({
    id: 'tasker',
    title: 'Tasker',
    version: '0.0.0',
    toolsets: { templates: { title: 'Templates', use: 'Check templates.' }, workspace: { title: 'Files', use: 'Read files.' } },
    tools: [...tools],
  });
  const started = await startPlugin({ plugin });
  onTestFinished(() => started.close());
  return started.callTool;
};
