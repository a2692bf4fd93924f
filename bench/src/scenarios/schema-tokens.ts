import { toolTokens, type ToolDefinition } from '@lineclear/core';
import { legacyRequest } from '../load/messages.ts';
import type { Finding } from '../finding.ts';
import { openStdioSession, startStdio, type StdioCommand } from '../load/stdio-client.ts';
import { withEveryConnection } from '../processes/every-connection.ts';
import { opsCommand } from '../processes/ops-command.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

/** Every tool that is listed takes room in a model's context. */
export const schemaTokens: Scenario = {
  name: 'schema-tokens',
  needsApp: true,
  title: 'What the tools of ops cost a model',
  method:
    'The tools that the built app lists with its built-in profile, and with a profile that has every connection; four characters of JSON to a token. Output schemas are counted apart: few clients show them to the model.',
  run: async () => {
    await using folder = await temporaryFolder();
    const command = opsCommand(folder.path);
    const everything = await withEveryConnection({ command, folder: folder.path });
    return [
      ...findings({ where: 'built-in profile', tools: await toolsOf(command) }),
      ...findings({ where: 'every connection', tools: await toolsOf(everything) }),
    ];
  },
};

const toolsOf = async (command: StdioCommand): Promise<readonly ToolDefinition[]> => {
  await using client = startStdio(command);
  await openStdioSession(client);
  const answer: { result: { tools: readonly ToolDefinition[] } } = JSON.parse(
    await client.ask(legacyRequest({ id: 1, method: 'tools/list' })),
  );
  return answer.result.tools;
};

const findings = ({ where, tools }: { where: string; tools: readonly ToolDefinition[] }): readonly Finding[] => {
  const tokens = tools.map(toolTokens);
  const mean = (of: 'definition' | 'output') => tokens.reduce((sum, tool) => sum + tool[of], 0) / tokens.length;
  return [
    {
      what: `${where}: name, description, input schema and annotations of a tool, mean`,
      value: mean('definition'),
      unit: 'tokens',
      budget: { atMost: 200 },
    },
    { what: `${where}: output schema of a tool, mean`, value: mean('output'), unit: 'tokens' },
    { what: `${where}: all tools without output schemas`, value: mean('definition') * tokens.length, unit: 'tokens' },
    { what: `${where}: tools listed`, value: tokens.length, unit: 'tools' },
  ];
};
