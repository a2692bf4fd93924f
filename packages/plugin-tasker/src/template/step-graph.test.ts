import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Step } from './model.ts';
import { stepGraph } from './step-graph.ts';

const stepsOf = (edges: readonly (readonly number[])[]): readonly Step[] =>
  edges.map((parents, index) => ({
    name: `s${index}`,
    line: index + 1,
    description: undefined,
    type: 'standard',
    callable: 'a',
    method: undefined,
    dependencies: [...new Set(parents)].map((parent) => ({ name: `s${parent}`, line: index + 1 })),
    resultSchema: undefined,
    inputSchema: undefined,
    workerTemplate: undefined,
  }));

const edges = fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { maxLength: 10 });

it('orders every step after those it waits for', () => {
  fc.assert(
    fc.property(edges, (list) => {
      const steps = stepsOf(list);
      const { order } = stepGraph(steps);
      const names = new Set(steps.map(({ name }) => name));
      for (const [index, name] of order.entries()) {
        const parents = steps.find((step) => step.name === name)?.dependencies.filter((parent) => names.has(parent.name)) ?? [];
        for (const parent of parents) expect(order.indexOf(parent.name)).toBeLessThan(index);
      }
    }),
  );
});

it('names a real cycle exactly when some step cannot be ordered', () => {
  fc.assert(
    fc.property(edges, (list) => {
      const steps = stepsOf(list);
      const { order, cycles } = stepGraph(steps);
      expect(cycles.length > 0).toBe(order.length < steps.length);
      for (const cycle of cycles) {
        expect(cycle[0]).toBe(cycle.at(-1));
        for (const [index, name] of cycle.slice(1).entries()) {
          expect(steps.find((step) => step.name === name)?.dependencies.map((parent) => parent.name)).toContain(cycle[index]);
        }
      }
    }),
  );
});

it('names one cycle per group, also where one group waits for another', () => {
  const { cycles } = stepGraph(stepsOf([[1], [0], [0, 3], [2], []]));
  expect(cycles.map((cycle) => cycle.slice(1).toSorted())).toEqual([
    ['s0', 's1'],
    ['s2', 's3'],
  ]);
});
