import { type ProfileInfo, quoted } from '@lineclear/core/plugin';
import type { Target } from '../client/kubernetes-reader.ts';
import { noNamespace } from '../resources/names.ts';

/** Where an object is, in a sentence: `Deployment "web" in "shop" of "staging-eu" (staging, tier staging)`. */
export const placed = ({
  target: { context, namespace, kind, name },
  profile,
}: {
  target: Pick<Target, 'context' | 'namespace' | 'kind' | 'name'>;
  profile: ProfileInfo;
}): string => {
  const inside = namespace === noNamespace ? '' : ` in ${quoted(namespace)}`;
  return `${kind} ${quoted(name)}${inside} of ${quoted(context)} (${profile.name}, tier ${profile.tier})`;
};

/** What every preview says in its details: where it happens, and how it is undone; `undo: null` where nothing does. */
export const detailsOf = ({
  target,
  profile,
  undo,
}: {
  target: { readonly context: string };
  profile: ProfileInfo;
  undo: string | null;
}) => ({ context: target.context, profile: profile.name, tier: profile.tier, reversible: undo !== null, undo });
