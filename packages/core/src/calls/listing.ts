import type { Policy } from '../policy/policy.ts';
import type { Profile } from '../profiles/types.ts';
import type { ToolEntry, View } from '../registry/types.ts';

/** Whether policy lets a tool be listed for a caller in a profile. What depends on one call's risk or class is decided at the call. */
export const listingPolicy =
  (policy: Policy) =>
  (view: View, entry: ToolEntry, profile: Profile): boolean =>
    policy.decide({
      profile: profile.name,
      tier: profile.tier,
      principal: view.principal,
      plugin: entry.plugin,
      toolset: entry.toolset,
      tool: entry.name,
      kind: entry.kind,
      // A tool that classifies its calls may be allowed for some of them.
      ...(entry.kind === 'write' && entry.classify === undefined ? { risk: entry.risk } : {}),
    }).allow !== 'deny';
