import type { Policy } from '../policy/policy.ts';
import type { Profile } from '../profiles/types.ts';
import type { ToolEntry, View } from '../registry/types.ts';
import { listedQuestion } from './judge.ts';

/** Whether policy lets a tool be listed for a caller in a profile. What depends on one call's risk, class or target is decided at the call. */
export const listingPolicy =
  (policy: Policy) =>
  (view: View, entry: ToolEntry, profile: Profile): boolean => {
    const question = listedQuestion({ entry, profile, principal: view.principal });
    // A tool that classifies its calls may be allowed for some of them.
    return entry.classify === undefined ? policy.decide(question).allow !== 'deny' : policy.mayAllow(question);
  };
