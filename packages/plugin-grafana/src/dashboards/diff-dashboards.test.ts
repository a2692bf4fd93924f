import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../json/json-value.ts';
import { diffDashboards } from './diff-dashboards.ts';

const before: JsonObject = {
  id: 7,
  version: 3,
  title: 'Tunnel',
  tags: ['a'],
  panels: [
    {
      id: 1,
      title: 'Rate',
      type: 'graph',
      gridPos: { x: 0, y: 0, w: 12, h: 8 },
      targets: [
        { refId: 'A', expr: 'up' },
        { refId: 'B', expr: 'b' },
      ],
    },
    { id: 2, title: 'Old', type: 'stat' },
    { id: 3, title: 'Same', type: 'stat' },
    { title: 'By title', type: 'stat', options: { colorMode: 'value' } },
  ],
  templating: {
    list: [
      { name: 'job', query: 'a' },
      { name: 'gone', query: 'b' },
    ],
  },
  annotations: { list: [{ name: 'Deploys', enable: true }] },
};
const after: JsonObject = {
  version: 4,
  title: 'Tunnel Health',
  tags: ['a', 'b'],
  refresh: '1m',
  panels: [
    {
      id: 1,
      title: 'Rates',
      type: 'timeseries',
      gridPos: { x: 12, y: 0, w: 12, h: 8 },
      targets: [
        { refId: 'B', expr: 'c' },
        { refId: 'C', expr: 'd' },
      ],
    },
    { id: 3, title: 'Same', type: 'stat' },
    { id: 9, title: 'By title', type: 'stat', options: {} },
    { id: 10, title: 'New\nline', type: 'logs', targets: [{ refId: 'A' }, { refId: 'B' }] },
  ],
  templating: { list: [{ name: 'job', query: 'c' }, { name: 'more' }] },
  annotations: { list: [] },
};

test('says what comes, goes, changes and moves, in one line each', () => {
  expect(diffDashboards({ before, after })).toEqual({
    lines: [
      '~ title: "Tunnel" → "Tunnel Health"',
      '~ tags: ["a"] → ["a","b"]',
      '~ refresh: "1m"',
      '~ panel "Rate" title: "Rate" → "Rates"',
      '~ panel "Rate" type: "graph" → "timeseries"',
      '~ panel "Rate" targets[A]: {"refId":"A","expr":"up"} is removed',
      '~ panel "Rate" targets[B].expr: "b" → "c"',
      '~ panel "Rate" targets[C]: {"refId":"C","expr":"d"}',
      '~ panel "Rate" moves: x0 y0 w12 h8 → x12 y0 w12 h8',
      '~ panel "By title" options.colorMode: "value" is removed',
      String.raw`+ panel "New\nline" (logs), 2 queries`,
      '- panel "Old" (stat)',
      '~ variable "job" query: "a" → "c"',
      '+ variable "more"',
      '- variable "gone"',
      '- annotation "Deploys"',
    ],
    left_out: 0,
  });
});

test('without a dashboard before, everything is new', () => {
  const { lines } = diffDashboards({ before: undefined, after });
  expect(lines).toContain('~ title: "Tunnel Health"');
  expect(lines.filter((line) => line.startsWith('+ panel'))).toHaveLength(4);
  expect(lines.some((line) => line.startsWith('-'))).toBe(false);
});

test('is short, and says how much it left out', () => {
  const many = { panels: Array.from({ length: 100 }, (_, id) => ({ id, title: `P${id}`, type: 'stat' })) };
  expect(diffDashboards({ before: {}, after: many, limit: 10 })).toMatchObject({ lines: { length: 10 }, left_out: 90 });
  const wide = {
    panels: [
      { id: 1, title: 'P', options: Object.fromEntries(Array.from({ length: 50 }, (_, key) => [`k${key}`, 'x'.repeat(500)])) },
    ],
  };
  const { lines } = diffDashboards({ before: { panels: [{ id: 1, title: 'P', options: {} }] }, after: wide });
  expect(lines).toHaveLength(13);
  expect(lines.at(-1)).toBe('~ panel "P": 38 more fields');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(250);
});

const anyPanel = fc.record(
  {
    id: fc.nat(4),
    title: fc.string({ maxLength: 3 }),
    options: fc.dictionary(
      fc.string({ maxLength: 3 }).filter((key) => key !== '__proto__'),
      fc.oneof(fc.string(), fc.integer()),
    ),
  },
  { requiredKeys: [] },
);
const anyDashboard = fc.record({ title: fc.string(), panels: fc.array(anyPanel, { maxLength: 5 }) });

test('a dashboard does not differ from itself, and every other one does', () => {
  fc.assert(
    fc.property(anyDashboard, anyDashboard, (one, other) => {
      expect(diffDashboards({ before: one, after: structuredClone(one) }).lines).toEqual([]);
      const { lines } = diffDashboards({ before: one, after: other });
      if (one.title !== other.title || one.panels.length !== other.panels.length) expect(lines).not.toEqual([]);
      for (const line of lines) expect(line).toMatch(/^[-+~] [^\n\r]*$/);
    }),
  );
});
