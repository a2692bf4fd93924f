/**
 * One cycle for every group of steps that all wait for one another, in the order in which they would have to run,
 * the first name repeated at the end. Linear time and no recursion: ten thousand steps may stand in one chain.
 */
export const findCycles = (parents: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] =>
  groupsOf(parents).flatMap((group) => {
    const cycle = cycleIn({ group: new Set(group), parents });
    return cycle === undefined ? [] : [cycle];
  });

interface Visit {
  readonly name: string;
  readonly parents: readonly string[];
  next: number;
}

// Tarjan's strongly connected components, with a stack of visits in place of recursion.
const groupsOf = (parents: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] => {
  const groups: (readonly string[])[] = [];
  const indexes = new Map<string, number>();
  const lows = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const visits: Visit[] = [];

  const enter = (name: string): void => {
    lows.set(name, indexes.size);
    indexes.set(name, indexes.size);
    stack.push(name);
    onStack.add(name);
    visits.push({ name, parents: parents.get(name) ?? [], next: 0 });
  };
  const lower = (name: string, to: number | undefined): void => {
    lows.set(name, Math.min(lows.get(name) ?? 0, to ?? 0));
  };
  const leave = (name: string): void => {
    visits.pop();
    const below = visits.at(-1);
    if (below !== undefined) lower(below.name, lows.get(name));
    if (lows.get(name) !== indexes.get(name)) return;
    const group = stack.splice(stack.lastIndexOf(name));
    for (const member of group) onStack.delete(member);
    groups.push(group);
  };

  for (const start of parents.keys()) {
    if (!indexes.has(start)) enter(start);
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const parent = visit.parents[visit.next];
      visit.next += 1;
      if (parent === undefined) leave(visit.name);
      else if (!indexes.has(parent)) enter(parent);
      else if (onStack.has(parent)) lower(visit.name, indexes.get(parent));
    }
  }
  return groups;
};

// Inside a group everybody has a parent in it, so following the first such parent must come back.
const cycleIn = ({
  group,
  parents,
}: {
  group: ReadonlySet<string>;
  parents: ReadonlyMap<string, readonly string[]>;
}): readonly string[] | undefined => {
  const path = new Map<string, number>();
  let name = [...group][0];
  while (name !== undefined && !path.has(name)) {
    path.set(name, path.size);
    const from: string = name;
    name = parents.get(from)?.find((parent) => group.has(parent) && (group.size === 1 || parent !== from));
  }
  if (name === undefined) return undefined;
  return [name, ...[...path.keys()].slice(path.get(name)).toReversed()];
};
