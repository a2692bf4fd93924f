import { findCycles } from './find-cycles.ts';
import type { Step } from './model.ts';

/** How the steps of a template hang together. Names are those of the template; a duplicate counts once. */
export interface StepGraph {
  /** A possible order of execution, in the template's order where that is free; steps of a cycle and behind one are not in it. */
  readonly order: readonly string[];
  readonly roots: readonly string[];
  readonly leaves: readonly string[];
  /** The steps that wait for a step. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** One path per group of steps that wait for one another, its first name repeated at the end. */
  readonly cycles: readonly (readonly string[])[];
}

/** Computes the graph in linear time; dependencies on steps that do not exist are left out. */
export const stepGraph = (steps: readonly Step[]): StepGraph => {
  const parents = new Map<string, readonly string[]>();
  const names = new Set(steps.map(({ name }) => name));
  for (const { name, dependencies } of steps) {
    if (!parents.has(name))
      parents.set(
        name,
        dependencies.map((dependency) => dependency.name).filter((parent) => names.has(parent)),
      );
  }
  const dependents = new Map<string, string[]>([...names].map((name) => [name, []]));
  for (const [name, list] of parents) for (const parent of list) dependents.get(parent)?.push(name);
  const order = orderOf({ parents, dependents });
  return {
    order,
    roots: [...names].filter((name) => parents.get(name)?.length === 0),
    leaves: [...names].filter((name) => dependents.get(name)?.length === 0),
    dependents,
    cycles: findCycles(parents),
  };
};

const orderOf = ({
  parents,
  dependents,
}: {
  parents: ReadonlyMap<string, readonly string[]>;
  dependents: ReadonlyMap<string, readonly string[]>;
}): readonly string[] => {
  const waiting = new Map([...parents].map(([name, list]) => [name, list.length]));
  const order = [...parents].filter(([, list]) => list.length === 0).map(([name]) => name);
  // `order` grows while it is read: what became free goes to its end.
  for (const name of order) {
    for (const dependent of dependents.get(name) ?? []) {
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left === 0) order.push(dependent);
    }
  }
  return order;
};
