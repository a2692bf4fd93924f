import { expect, test } from 'vitest';
import { plant } from '../planted.ts';
import { checkImports } from './check-imports.ts';

const core = 'packages/core/src';

function problems(files: Readonly<Record<string, string>>): readonly string[] {
  using planted = plant(files);
  return checkImports(planted);
}

test('accepts imports that go down, types between neighbours, and anything in a test', () => {
  expect(
    problems({
      [`${core}/index.ts`]: `export * from './calls/path.ts';`,
      [`${core}/calls/path.ts`]: `import { claim } from '../confirm/claim.ts';`,
      [`${core}/confirm/claim.ts`]: `import * as z from 'zod'; import { Rule } from '../policy/rule.ts';`,
      [`${core}/policy/rule.ts`]: `import { hash } from '../digest/hash.ts'; import type { Profile } from '../profiles/profile.ts';`,
      [`${core}/registry/entry.ts`]: `import type { Profile } from '../profiles/profile.ts';`,
      [`${core}/profiles/profile.ts`]: `export type Profile = string;`,
      [`${core}/profiles/profile.test.ts`]: `import { mcp } from '../mcp/server.ts'; import { Agent } from 'undici';`,
      [`${core}/mcp/server.ts`]: `import { Server } from '@modelcontextprotocol/server';`,
      [`${core}/store/sqlite/open.ts`]: `import { DatabaseSync } from 'node:sqlite';`,
      'packages/plugin-tasker/src/index.ts': `import { definePlugin } from '@lineclear/core/plugin'; import x from 'redis';`,
      'packages/host/src/container.ts': `import 'reflect-metadata'; import { container } from 'tsyringe'; import { compose } from '@lineclear/core';`,
      'apps/ops/src/main.ts': `import { runHost } from '@lineclear/host'; import tasker from '@lineclear/plugin-tasker';`,
    }),
  ).toEqual([]);
});

const violations: readonly [title: string, file: string, line: string, message: RegExp][] = [
  [
    'a folder of core that imports upwards',
    `${core}/confirm/a.ts`,
    `import { x } from '../calls/x.ts';`,
    /confirm lies below calls/,
  ],
  ['a type that is imported upwards', `${core}/store/a.ts`, `import type { X } from '../audit/x.ts';`, /store lies below audit/],
  ['an import type expression upwards', `${core}/store/a.ts`, `type X = typeof import('../mcp/x.ts');`, /store lies below mcp/],
  ['a dynamic import upwards', `${core}/http/a.ts`, `const x = await import('../confirm/x.ts');`, /http lies below confirm/],
  ['a re-export upwards', `${core}/plugin/a.ts`, `export { x } from '../digest/x.ts';`, /plugin lies below digest/],
  [
    'a value from the neighbour that may use ours',
    `${core}/policy/a.ts`,
    `import { x } from '../profiles/x.ts';`,
    /only types may pass/,
  ],
  ['a value from a neighbour', `${core}/store/a.ts`, `import { x } from '../registry/x.ts';`, /only types may pass/],
  ['a folder without a place', `${core}/extra/a.ts`, `import { x } from '../plugin/x.ts';`, /no folder extra/],
  ['a library behind the author door', `${core}/plugin/a.ts`, `import { x } from 'undici';`, /loads zod and nothing else/],
  ['the SDK outside its home', `${core}/calls/a.ts`, `import type { x } from '@modelcontextprotocol/server';`, /core\/src\/mcp/],
  ['SQLite outside its home', `${core}/store/a.ts`, `import { x } from 'node:sqlite';`, /store\/sqlite\/ only/],
  ['undici outside its home', 'packages/host/src/a.ts', `import { x } from 'undici';`, /belongs in packages\/core\/src\/http/],
  [
    'pino outside its home',
    'packages/host/src/a.ts',
    `import { pino } from 'pino';`,
    /belongs in packages\/host\/src\/logger\.ts only/,
  ],
  ['the container outside its home', 'packages/host/src/a.ts', `import { x } from 'tsyringe';`, /host\/src\/container\.ts only/],
  [
    'a plugin that uses the host door',
    'packages/plugin-a/src/a.ts',
    `import { x } from '@lineclear/core';`,
    /must not import @lineclear\/core$/,
  ],
  ['a plugin that uses another plugin', 'packages/plugin-a/src/a.ts', `import x from '@lineclear/plugin-b';`, /must not import/],
  ['core that uses the host', `${core}/compose.ts`, `import x from '@lineclear/host';`, /must not import @lineclear\/host/],
  ['an app that uses core directly', 'apps/ops/src/main.ts', `import { x } from '@lineclear/core';`, /must not import/],
  [
    'a path into another package',
    'packages/host/src/a.ts',
    `import { x } from '../../core/src/index.ts';`,
    /must not leave packages\/host/,
  ],
];

test.each(violations)('reports %s', (_title, file, line, message) => {
  const found = problems({ [file]: `// first line\n${line}\n` });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(message);
  expect(found[0]).toContain(`${file}:2 imports `);
});

test('reports a ring of files as the way round, once', () => {
  expect(
    problems({
      [`${core}/calls/a.ts`]: `import { b } from './b.ts';`,
      [`${core}/calls/b.ts`]: `\nexport { c } from './c.ts';`,
      [`${core}/calls/c.ts`]: `import { a } from './a.ts';`,
    }),
  ).toEqual([`${core}/calls/a.ts:1 → ${core}/calls/b.ts:2 → ${core}/calls/c.ts:1 → ${core}/calls/a.ts: a cycle`]);
});

test('lets types go round inside a folder and not between folders', () => {
  const inside = {
    [`${core}/calls/a.ts`]: `import type { B } from './b.ts';`,
    [`${core}/calls/b.ts`]: `import { a } from './a.ts';`,
  };
  expect(problems(inside)).toEqual([]);
  const between = {
    [`${core}/http/a.ts`]: `import type { B } from '../profiles/b.ts';`,
    [`${core}/profiles/b.ts`]: `import type { A } from '../http/a.ts';`,
  };
  expect(problems(between)).toEqual([expect.stringMatching(/http\/a\.ts:1 → .*profiles\/b\.ts:1 → .*a cycle$/)]);
});
