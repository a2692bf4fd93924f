import { type Composition, lackOf } from '@lineclear/core';
import { localCaller } from '../caller.ts';
import type { Finding } from './finding.ts';

/** Why a tool is offered in a profile, or why it is not. */
export const explainTool = async ({
  tool,
  composition,
  user,
}: {
  tool: string;
  composition: Composition;
  user: string;
}): Promise<readonly Finding[]> => {
  const resolved = composition.registry.resolve(tool);
  if (!resolved.found) {
    const { similar } = resolved;
    const lack = resolved.excluded ? undefined : await composition.absent(tool);
    if (lack !== undefined) {
      return [{ what: tool, status: 'warn', detail: `not configured: ${lack.message}`, fix: lack.hint }];
    }
    return [
      resolved.excluded
        ? {
            what: tool,
            status: 'warn',
            detail: 'left out by this start',
            fix: 'Look at --read-only, --toolsets, --tools and --exclude-tools.',
          }
        : {
            what: tool,
            status: 'fail',
            detail: 'no plugin has a tool of this name',
            ...(similar.length === 0 ? {} : { fix: `Did you mean ${similar.join(' or ')}?` }),
          },
    ];
  }
  const { entry, alias } = resolved;
  const what = alias === undefined ? entry.name : `${tool} (an alias of ${entry.name})`;
  const kind = entry.kind === 'write' ? aWrite(entry.risk) : 'a read';
  const facts: Finding = { what, status: 'ok', detail: `${kind} of ${entry.plugin}/${entry.toolset}` };
  const places = [...composition.profiles.values()].map((profile): Finding => {
    const named = { what: `in ${profile.name}`, status: 'warn' as const };
    const lack = lackOf({ entry, profile });
    if (lack?.kind === 'connection') {
      return {
        ...named,
        detail: `not configured: the profile has no connection "${lack.id}"`,
        fix: `Add "${lack.id}:" to profiles.${profile.name}.`,
      };
    }
    if (lack !== undefined)
      return {
        ...named,
        detail: lack.what === undefined ? 'turned off by the settings of its connection' : `the profile has ${lack.what}`,
        fix: lack.hint,
      };
    if (entry.kind === 'write' && profile.writes === 'off')
      return { ...named, detail: 'writes are off', fix: `Set profiles.${profile.name}.writes to confirm.` };
    const caller = localCaller({ user, profile: profile.name, transport: 'cli' });
    const isListed = composition
      .tools(caller)
      .some((definition) => definition.name === entry.name || definition.name === entry.aliases[0]?.name);
    if (!isListed)
      return {
        ...named,
        detail: `denied by policy. ${composition.explainPolicy({ entry, profile, principal: user })}`,
        fix: 'Look at the rules under "policy:"; the first whose conditions hold decides.',
      };
    return {
      ...named,
      status: 'ok',
      detail:
        entry.kind === 'write' ? `offered; ${aWrite(entry.risk)} needs ${profile.approval[entry.risk]} approval` : 'offered',
    };
  });
  return [facts, ...places];
};

const aWrite = (risk: string): string => `${risk === 'additive' ? 'an' : 'a'} ${risk} write`;
