import type { Profile } from '../profiles/types.ts';
import { type Allows, createPages } from './pages.ts';
import type { Placed } from './placed.ts';
import { createSelection } from './selection.ts';
import { similarNames } from './similar.ts';
import { buildTable, type Slot, type Table } from './table.ts';
import type { Page, Resolved, Selection, ToolEntry, View } from './types.ts';

/** The table in use; it is replaced as a whole, so that a call sees one state of it. */
export interface CurrentTable {
  readonly entries: readonly ToolEntry[];
  readonly names: ReadonlyMap<string, Resolved>;
  resolve(name: string): Resolved;
  pages(view: View): readonly Page[];
  /** Builds the table anew from these tools and puts it in the place of the old one. */
  use(slots: readonly Slot[]): Table;
}

export const createCurrent = ({
  placed,
  selection,
  profiles,
  allows,
}: {
  placed: readonly Placed[];
  selection: Selection;
  profiles: ReadonlyMap<string, Profile>;
  allows: Allows;
}): CurrentTable => {
  const isSelected = createSelection({ selection, placed });

  const build = (slots: readonly Slot[]) => {
    const table = buildTable({ placed, slots });
    const selected = withTheirCover(table.slots.filter(isSelected));
    const entries = selected.map(({ entry }) => entry);
    return {
      table,
      entries,
      offered: new Set(entries),
      pages: createPages({ slots: selected, profiles, allows, names: selection.names }),
    };
  };

  let current = build([]);
  return {
    get entries() {
      return current.entries;
    },
    get names() {
      return current.table.names;
    },
    resolve: (name) => {
      const resolved = current.table.names.get(name);
      if (resolved?.found === true) {
        const choices = resolved.choices?.filter(({ entry }) => current.offered.has(entry));
        if (choices?.[0] !== undefined) return { found: true, ...choices[0], choices };
        return current.offered.has(resolved.entry) ? resolved : { found: false, excluded: true, similar: [] };
      }
      return {
        found: false,
        excluded: false,
        similar: similarNames({ name, known: current.entries.map((entry) => entry.name) }),
      };
    },
    pages: (view) => current.pages(view),
    use: (slots) => {
      current = build(slots);
      return current.table;
    },
  };
};

/** A covered write is offered only together with the write that covers it: alone it could never run. */
const withTheirCover = (slots: readonly Slot[]): readonly Slot[] => {
  const names = new Set(slots.map(({ entry }) => entry.name));
  return slots.filter(({ entry }) => entry.kind === 'read' || entry.coverage === undefined || names.has(entry.coverage.by));
};
