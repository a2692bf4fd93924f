import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

/** What all plugins of this package share, lowest first; a folder imports from the lines above its own. */
const shared: readonly (readonly string[])[] = [['text', 'digest'], ['files'], ['programs'], ['process'], ['search']];

/** The plugins that are loaded by their connections. */
const plugins = ['github', 'hosts', 'kubernetes', 'droplets', 'database', 'net'];

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/\/(?:tools|test)\//.test(file),
);

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');

const crossings = files.flatMap((file) => {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  const targets = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) => normalize(join(dirname(file), path)));
  return targets
    .map((target) => ({ file, target, from: folderOf(file), to: folderOf(target) }))
    .filter(({ from, to }) => from !== to);
});

it('what plugins share imports only from what lies below it', () => {
  const tierOf = (folder: string): number => shared.findIndex((names) => names.includes(folder));
  const upwards = crossings.filter(
    ({ from, to }) => tierOf(from) !== -1 && to !== '' && (tierOf(to) === -1 || tierOf(to) >= tierOf(from)),
  );
  expect(upwards).toEqual([]);
  // A moved folder would leave nothing to check.
  expect(new Set(crossings.map(({ from }) => from).filter((from) => tierOf(from) !== -1))).toEqual(
    new Set(shared.flat().slice(2)),
  );
});

it('no plugin that is loaded by its connection imports from another, or is imported', () => {
  const between = crossings.filter(({ from, to, file }) => plugins.includes(to) && from !== to && file !== 'on-demand.ts');
  expect(between).toEqual([]);
});
