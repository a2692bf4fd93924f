import type { Placed } from './placed.ts';
import { didYouMean } from './similar.ts';
import { namesOf, type Slot } from './table.ts';
import type { Selection } from './types.ts';

/** Decides which tools a host offers; the same decision serves listing and calling. */
export const createSelection = ({
  selection,
  placed,
}: {
  selection: Selection;
  placed: readonly Placed[];
}): ((slot: Slot) => boolean) => {
  const { readOnly = false, toolsets, tools } = selection;
  const excluded = new Set(selection.excludeTools);
  const named = new Set(tools);
  const selected = new Set(toolsets);
  const groups = placed.flatMap(({ plugin }) =>
    Object.entries(plugin.groups ?? {}).flatMap(([group, members]) =>
      selected.has(group) || selected.has(`${plugin.id}/${group}`) ? members.map((toolset) => `${plugin.id}/${toolset}`) : [],
    ),
  );
  const inToolset = new Set([...selected, ...groups]);
  const selectsAll = toolsets === undefined && tools === undefined;
  return (slot) => {
    const { entry } = slot;
    const isNamed = (names: ReadonlySet<string>) => names.size > 0 && namesOf(slot).some(({ name }) => names.has(name));
    if (isNamed(excluded)) return false;
    if (readOnly && entry.kind === 'write') return false;
    return selectsAll || inToolset.has(entry.toolset) || inToolset.has(`${entry.plugin}/${entry.toolset}`) || isNamed(named);
  };
};

/** Names in a selection that mean nothing, with those that were probably meant. */
export const selectionProblems = ({
  selection,
  placed,
  names,
}: {
  selection: Selection;
  placed: readonly Placed[];
  names: ReadonlyMap<string, unknown>;
}): { readonly toolsets: readonly string[]; readonly tools: readonly string[] } => {
  const toolsets = new Set(
    placed.flatMap(({ plugin }) =>
      [...Object.keys(plugin.toolsets), ...Object.keys(plugin.groups ?? {})].flatMap((name) => [name, `${plugin.id}/${name}`]),
    ),
  );
  const wanted = [...(selection.tools ?? []), ...(selection.excludeTools ?? [])];
  return {
    toolsets: unknown({ what: 'toolset', wanted: selection.toolsets ?? [], known: toolsets }),
    tools: unknown({ what: 'tool', wanted, known: new Set(names.keys()) }),
  };
};

const unknown = ({
  what,
  wanted,
  known,
}: {
  what: string;
  wanted: readonly string[];
  known: ReadonlySet<string>;
}): readonly string[] =>
  wanted
    .filter((name) => !known.has(name))
    .map((name) => `the selection names the unknown ${what} "${name}"${didYouMean({ name, known })}`);
