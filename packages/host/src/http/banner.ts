import { type Composition, estimateTokens, toolTokens } from '@lineclear/core';
import { activeProfile, localCaller } from '../caller.ts';
import { quoted } from '../host-spec.ts';
import type { Parts } from '../parts.ts';
import { table } from '../terminal/table.ts';
import { type Address, urlOf } from './address.ts';
import { connectLines } from './connect-lines.ts';

/** What a person needs after a start over HTTP: where it is, what it offers, how to connect, and what to try first. */
export const banner = async ({
  parts,
  composition,
  address,
  token,
  command,
  name,
}: {
  parts: Parts;
  composition: Composition;
  address: Address;
  token: string | undefined;
  command: string;
  name: string;
}): Promise<string> => {
  const config = await parts.config();
  const profile = activeProfile({
    flags: parts.flags,
    profiles: composition.profiles.keys(),
    byDefault: config.profiles.default,
  });
  const caller = localCaller({ user: parts.surroundings.user, profile, transport: 'cli' });
  const definitions = composition.tools({ ...caller, ...(token === undefined ? { readOnly: true } : {}) });
  const costs = definitions.map((definition) => ({ tool: definition.name, tokens: toolTokens(definition).definition }));
  const instructions = estimateTokens(composition.path.instructions(caller));
  const total = costs.reduce((sum, tool) => sum + tool.tokens, instructions);
  const url = `${urlOf(address)}/mcp`;
  const others = [...composition.profiles.keys()].filter((other) => other !== profile);
  return [
    `${parts.spec.title ?? name} ${parts.spec.version}`,
    '',
    `  URL      ${url}${others.length === 0 ? '' : `   (other profiles: ${others.map((other) => `${url}/${other}`).join(', ')})`}`,
    `  Token    ${token ?? 'none is asked for, and nothing can be written (--no-auth)'}`,
    `  Profile  ${profile} (${composition.profiles.get(profile)?.tier ?? 'production'})`,
    `  Config   ${config.path ?? `none yet; to write one: ${command} init`}`,
    `  State    ${parts.folders.state}`,
    '',
    `Tools: ${costs.length}, about ${total} tokens in a client's context`,
    ...columns(costs.map(({ tool, tokens }) => [tool, tokens])),
    '',
    'Connect',
    ...connectLines({ name, url, token }).map(({ client, place, text }) => `  ${client} (${place})\n    ${text}`),
    '',
    'Try first',
    ...firstSteps({
      tools: costs.map(({ tool }) => tool),
      ...shortened({ command, name, platform: parts.surroundings.platform }),
      named: parts.flags.config === undefined ? undefined : config.path,
    }),
    '',
    'Ctrl-C stops it; calls that run are finished first.',
    '',
  ].join('\n');
};

// Two tools side by side: a hundred of them should still fit a screen.
const columns = (rows: readonly (readonly [string, number])[]): readonly string[] => {
  const half = Math.ceil(rows.length / 2);
  const pairs = rows.slice(0, half).map(([tool, tokens], index) => {
    const other = rows[index + half];
    return [tool, String(tokens).padStart(5), '', other?.[0] ?? '', other === undefined ? '' : String(other[1]).padStart(5)];
  });
  return table({ head: ['TOOL', 'TOKENS', '', 'TOOL', 'TOKENS'], rows: pairs, indent: '  ' })
    .trimEnd()
    .split('\n');
};

// From a checkout or a sandbox the command is some hundred characters of paths, and is proposed several times.
const shortened = ({ command, name, platform }: { command: string; name: string; platform: NodeJS.Platform }) =>
  command.length <= longestCommand || command.includes("'") || platform === 'win32'
    ? { command, alias: [] }
    : { command: name, alias: [`alias ${name}='${command}'`] };

const longestCommand = 60;

const firstSteps = ({
  tools,
  command,
  alias,
  named,
}: {
  tools: readonly string[];
  command: string;
  alias: readonly string[];
  named: string | undefined;
}): readonly string[] => {
  const hasStatus = tools.includes('connection_status');
  // What --config named counts in the other terminal only when it is named there too.
  const same = named === undefined ? '' : ` --config ${quoted(named)}`;
  const composed = ['doctor', 'tools', ...(hasStatus ? ['call connection_status'] : [])];
  return [
    ...(hasStatus ? ['  Ask the assistant: "Call connection_status and tell me what this server can reach."'] : []),
    '  Ask for a change: the assistant shows a preview, and nothing happens until it is confirmed.',
    '  In another terminal:',
    ...[...alias, ...composed.map((rest) => `${command} ${rest}${same}`), `${command} audit tail -f`].map(
      (line) => `    ${line}`,
    ),
  ];
};
