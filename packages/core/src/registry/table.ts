import type { Alias } from '../plugin/tool.ts';
import type { Placed } from './placed.ts';
import type { Resolved, ToolEntry } from './types.ts';

/** A tool and where it comes from. */
export interface Slot {
  readonly entry: ToolEntry;
  readonly placed: Placed;
  readonly isFromSource: boolean;
}

/** Every tool of a composition and every name that reaches one. */
export interface Table {
  /** In listing order: plugins as composed, each with its own tools before those of its source. */
  readonly slots: readonly Slot[];
  readonly names: ReadonlyMap<string, Resolved>;
  /** Tools that were left out because their names were taken, with the reason. */
  readonly clashes: readonly { readonly slot: Slot; readonly problem: string }[];
}

/** Puts tools together. Names go to plugins' own tools first, so that what a source yields can never take one away. */
export const buildTable = ({ placed, slots }: { placed: readonly Placed[]; slots: readonly Slot[] }): Table => {
  const names = new Map<string, Resolved>();
  const owners = new Map<string, Slot>();
  const clashes: { slot: Slot; problem: string }[] = [];
  const inOrder = (isFromSource: boolean) =>
    placed.flatMap((owner) => slots.filter((slot) => slot.placed === owner && slot.isFromSource === isFromSource));
  const kept = new Set<Slot>();
  for (const slot of [...inOrder(false), ...inOrder(true)]) {
    const mine = namesOf(slot);
    const problem = mine
      .map(({ name, alias }) =>
        isShared({ slot, alias, owner: owners.get(name), known: names.get(name) })
          ? undefined
          : clashOf({ name, slot, owner: owners.get(name) }),
      )
      .find((found) => found !== undefined);
    if (problem !== undefined) {
      clashes.push({ slot, problem });
      continue;
    }
    kept.add(slot);
    for (const { name, alias } of mine) {
      const known = names.get(name);
      if (isShared({ slot, alias, owner: owners.get(name), known }) && known?.found === true) {
        const { entry: first, alias: firstAlias } = known;
        const choices = [...(known.choices ?? [{ entry: first, alias: firstAlias }]), { entry: slot.entry, alias }];
        names.set(name, { ...known, choices });
      }
      // A name written out wins over the same name made from a prefix.
      if (owners.has(name)) continue;
      owners.set(name, slot);
      names.set(name, { found: true, entry: slot.entry, alias });
    }
  }
  return { slots: placed.flatMap((owner) => slots.filter((slot) => slot.placed === owner && kept.has(slot))), names, clashes };
};

/** The canonical name, then the aliases, then the canonical name behind each alias prefix. */
export const namesOf = ({
  entry,
  placed,
}: {
  entry: Pick<ToolEntry, 'name' | 'aliases'>;
  placed: Placed;
}): readonly { readonly name: string; readonly alias: Alias | undefined }[] => [
  { name: entry.name, alias: undefined },
  ...entry.aliases.map((alias) => ({ name: alias.name, alias })),
  ...(placed.plugin.aliasPrefixes ?? []).map((prefix) => ({ name: prefix + entry.name, alias: { name: prefix + entry.name } })),
];

/** One older name of several tools of a plugin, each of which says for which arguments it is meant. */
const isShared = ({
  slot,
  alias,
  owner,
  known,
}: {
  slot: Slot;
  alias: Alias | undefined;
  owner: Slot | undefined;
  known: Resolved | undefined;
}): boolean =>
  alias?.when !== undefined && owner?.placed === slot.placed && known?.found === true && known.alias?.when !== undefined;

const clashOf = ({ name, slot, owner }: { name: string; slot: Slot; owner: Slot | undefined }): string | undefined => {
  if (owner === undefined) return undefined;
  const mine = `plugin ${slot.placed.plugin.id}: the name "${name}" of tool ${slot.entry.name}`;
  return owner.placed === slot.placed
    ? `${mine} is also a name of tool ${owner.entry.name}; rename one of them`
    : `${mine} is also a name of tool ${owner.entry.name} of plugin ${owner.placed.plugin.id}; give one of the two plugins a prefix, ` +
        `such as { plugin, prefix: '${slot.placed.plugin.id.replaceAll('-', '_')}_' }`;
};
