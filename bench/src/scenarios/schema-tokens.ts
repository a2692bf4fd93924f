import { toolTokens, type ToolDefinition } from '@lineclear/core';
import { legacyRequest } from '../load/messages.ts';
import { openStdioSession, startStdio } from '../load/stdio-client.ts';
import { opsCommand } from '../processes/ops-command.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

/** Every tool that is listed takes room in a model's context. */
export const schemaTokens: Scenario = {
  name: 'schema-tokens',
  needsApp: true,
  title: 'What the tools of ops cost a model',
  method:
    'The tools that the built app lists with its built-in profile, four characters of JSON to a token. Output schemas are counted apart: few clients show them to the model.',
  run: async () => {
    await using folder = await temporaryFolder();
    await using client = startStdio(opsCommand(folder.path));
    await openStdioSession(client);
    const answer: { result: { tools: readonly ToolDefinition[] } } = JSON.parse(
      await client.ask(legacyRequest({ id: 1, method: 'tools/list' })),
    );
    const tokens = answer.result.tools.map(toolTokens);
    const mean = (of: 'definition' | 'output') => tokens.reduce((sum, tool) => sum + tool[of], 0) / tokens.length;
    return [
      {
        what: 'name, description, input schema and annotations of a tool, mean',
        value: mean('definition'),
        unit: 'tokens',
        budget: { atMost: 200 },
      },
      { what: 'output schema of a tool, mean', value: mean('output'), unit: 'tokens' },
      { what: 'all tools without output schemas', value: mean('definition') * tokens.length, unit: 'tokens' },
      { what: 'tools listed', value: tokens.length, unit: 'tools' },
    ];
  },
};
