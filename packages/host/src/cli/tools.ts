import { estimateTokens, toolTokens } from '@lineclear/core';
import { activeProfile, localCaller } from '../caller.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Parts } from '../parts.ts';
import { table } from '../terminal/table.ts';
import { withParts } from '../with-parts.ts';
import { flagsOf, withFlags } from './flag-options.ts';
import type { Declaration } from './declaration.ts';

/** `tools`: what is offered, and what it costs in a client's context. */
export const addTools = ({ program, spec, surroundings, run }: Declaration): void => {
  const command = withFlags(
    program.command('tools').description('list the tools with their cost in tokens').option('--json', 'as JSON'),
  );
  command.action((options: { json?: boolean }) =>
    run(async () => {
      await withParts({
        spec,
        surroundings,
        flags: flagsOf(command),
        logLevel: 'warn',
        work: (parts) => list({ parts, asJson: options.json === true }),
      });
      return exitCodes.ok;
    }),
  );
};

const list = async ({ parts, asJson }: { parts: Parts; asJson: boolean }): Promise<void> => {
  const { stdout, stderr, user } = parts.surroundings;
  const composition = await parts.composition();
  const { profiles } = await parts.config();
  const profile = activeProfile({ flags: parts.flags, profiles: composition.profiles.keys(), byDefault: profiles.default });
  const caller = localCaller({ user, profile, transport: 'cli' });
  const tools = composition.tools(caller).map((definition) => {
    const { definition: tokens, output } = toolTokens(definition);
    const resolved = composition.registry.resolve(definition.name);
    const entry = resolved.found ? resolved.entry : undefined;
    return {
      name: definition.name,
      toolset: entry === undefined ? '' : `${entry.plugin}/${entry.toolset}`,
      kind: entry?.kind === 'write' ? entry.risk : 'read',
      tokens,
      output_tokens: output,
    };
  });
  const toolsets = [...Map.groupBy(tools, ({ toolset }) => toolset)].map(([name, own]) => ({
    name,
    tools: own.length,
    tokens: sum(own.map(({ tokens }) => tokens)),
    output_tokens: sum(own.map(({ output_tokens: tokens }) => tokens)),
  }));
  const instructions = estimateTokens(composition.path.instructions(caller));
  const total = instructions + sum(toolsets.map(({ tokens }) => tokens));
  if (asJson) {
    const answer = { profile, tools, toolsets, instructions_tokens: instructions, total_tokens: total };
    stdout.write(`${JSON.stringify(answer, undefined, 2)}\n`);
    return;
  }
  const rows = tools.map((tool) => [tool.name, tool.toolset, tool.kind, tool.tokens, tool.output_tokens]);
  stdout.write(table({ head: ['TOOL', 'TOOLSET', 'KIND', 'TOKENS', 'OUTPUT'], rows }));
  const sums = toolsets.map((toolset) => [toolset.name, toolset.tools, toolset.tokens, toolset.output_tokens]);
  stdout.write(`\n${table({ head: ['TOOLSET', 'TOOLS', 'TOKENS', 'OUTPUT'], rows: sums })}`);
  if (tools.length === 0)
    stderr.write(
      'No tool is offered: look at the selection of this start and at the profile. "doctor <tool>" says why one is not.\n',
    );
  stderr.write(
    `${tools.length} tools and ${instructions} tokens of instructions: about ${total} tokens in a client's context (output schemas apart).\n`,
  );
};

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);
