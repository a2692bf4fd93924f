import type { Profile } from '../profiles/types.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type Reach, toolDefinition } from './definition.ts';
import { lackOf } from './offer.ts';
import type { Slot } from './table.ts';
import type { Page, Selection, ToolDefinition, ToolEntry, View } from './types.ts';

/** Whether policy lets a caller see a tool in a profile. */
export type Allows = (view: View, entry: ToolEntry, profile: Profile) => boolean;

/** Several clients read the first page only. */
const pageSize = 1_000;

interface Listed {
  readonly id: number;
  readonly definition: ToolDefinition;
  readonly json: string;
}

/** What a view comes to; views that see the same share the pages under this key. */
interface Listing {
  readonly key: string;
  readonly tools: readonly Listed[];
}

/**
 * Lists tools for callers. Every distinct view is worked out once, and callers who see the same share definitions and pages. Pages are
 * kept apart from views, because a view is a list of references and a page may be a megabyte.
 */
export const createPages = ({
  slots,
  profiles,
  allows,
  names,
}: {
  slots: readonly Slot[];
  profiles: ReadonlyMap<string, Profile>;
  allows: Allows;
  names: Selection['names'];
}): ((view: View) => readonly Page[]) => {
  const views = new BoundedCache<Listing>(1_000);
  const pages = new BoundedCache<readonly Page[]>(32);
  const definitions = new Map<string, Listed>();
  const byName = new Map(slots.map((slot) => [slot.entry.name, slot]));

  const coveringOf = ({ entry }: Slot): Slot | undefined =>
    entry.kind === 'read' || entry.coverage === undefined ? undefined : byName.get(entry.coverage.by);

  const listed = (slot: Slot, reach: Reach): Listed => {
    const key = JSON.stringify([slot.entry.name, reach]);
    const known = definitions.get(key);
    if (known !== undefined) return known;
    const definition = toolDefinition({ entry: slot.entry, reach });
    const made = { id: definitions.size, definition, json: JSON.stringify(definition) };
    definitions.set(key, made);
    return made;
  };

  const list = (view: View): Listing => {
    const tools = slots.flatMap((slot) => {
      const access = accessOf({ slot, view, profiles, allows });
      const covering = coveringOf(slot);
      // Where nobody may do the write that covers it, it could never run.
      if (covering !== undefined && accessOf({ slot: covering, view, profiles, allows }) === undefined) return [];
      return access === undefined ? [] : [listed(slot, { ...access, ...shownAs({ slot, names }) })];
    });
    return { key: tools.map(({ id }) => id).join(), tools };
  };

  return (view) => {
    const { key, tools } = views.get(JSON.stringify([view.principal, view.active, view.readOnly, ...view.profiles]), () =>
      list(view),
    );
    return pages.get(key, () => cut(tools));
  };
};

type Access = Omit<Reach, 'name' | 'hasOutput'>;

/** How a caller reaches a tool, or `undefined` when there is no way. Writes reach the active profile only. */
const accessOf = ({
  slot,
  view,
  profiles,
  allows,
}: {
  slot: Slot;
  view: View;
  profiles: ReadonlyMap<string, Profile>;
  allows: Allows;
}): Access | undefined => {
  const { entry } = slot;
  const { connection } = entry;
  const isOpenWorld = connection !== undefined || slot.isFromSource;
  const candidates = entry.kind === 'write' ? [view.active] : view.profiles;
  const reachable = candidates.filter((name) => {
    const profile = profiles.get(name);
    return profile !== undefined && lackOf({ entry, profile }) === undefined && allows(view, entry, profile);
  });
  if (reachable.length === 0) return undefined;
  const reachesActive = reachable.includes(view.active);
  const active = reachesActive ? view.active : undefined;
  if (entry.kind === 'write') {
    const profile = profiles.get(view.active);
    if (view.readOnly || profile === undefined || profile.writes === 'off') return undefined;
    return { profiles: [], active, isDirect: profile.direct.has(entry.name) && profile.tier !== 'production', isOpenWorld };
  }
  const needsNaming = !reachesActive || (connection !== undefined && reachable.length > 1);
  return { profiles: needsNaming ? reachable : [], active, isDirect: false, isOpenWorld };
};

/**
 * The name in the list. An older name stands for a tool only where it takes the arguments that the schema says; one with arguments of
 * its own stays callable, unlisted.
 */
const shownAs = ({ slot: { entry }, names }: { slot: Slot; names: Selection['names'] }): Pick<Reach, 'name' | 'hasOutput'> => {
  const alias =
    names === 'original' ? entry.aliases.find(({ input, when }) => input === undefined && when === undefined) : undefined;
  return { name: alias?.name ?? entry.name, hasOutput: alias?.output === undefined };
};

const cut = (tools: readonly Listed[]): readonly Page[] => {
  const count = Math.max(1, Math.ceil(tools.length / pageSize));
  return Array.from({ length: count }, (_, index) => {
    const part = tools.slice(index * pageSize, (index + 1) * pageSize);
    return {
      tools: part.map(({ definition }) => definition),
      json: `[${part.map(({ json }) => json).join()}]`,
      // The same on every replica, because any of them may be asked for the next page.
      ...(index + 1 < count ? { nextCursor: Buffer.from(`page ${index + 2}`).toString('base64url') } : {}),
    };
  });
};
