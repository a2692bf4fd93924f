// Writes an app as a few files that need no other package: `npx` then fetches one tarball, and a start opens a dozen files instead of a thousand.
// Run in an app's folder after the build, by `pnpm pack`.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const folder = process.cwd();
const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
// What brings programs of its own stays a dependency.
const external = Object.keys(manifest.dependencies ?? {});
// Addons that libraries try to load and do without; what is compiled for one machine cannot be part of a file.
const isAddon = (id) => id.endsWith('.node') || ['cpu-features', 'pg-native'].includes(id);
const input = join(folder, 'dist', 'main.js');
const target = join(folder, 'bundle');

await rm(target, { recursive: true, force: true });
const bundle = await rolldown({
  input,
  platform: 'node',
  external: (id) => isAddon(id) || external.some((name) => id === name || id.startsWith(`${name}/`)),
});
const { output } = await bundle.write({
  dir: target,
  format: 'esm',
  entryFileNames: 'main.js',
  chunkFileNames: '[name]-[hash].js',
  // What every start needs is one file, whoever else imports parts of it; only the entry stays apart, because what it loads later must not wait for it.
  codeSplitting: { groups: [{ name: 'start', tags: ['$initial'], test: (id) => id !== input }] },
});
await bundle.close();

const modules = output.flatMap((chunk) => ('moduleIds' in chunk ? chunk.moduleIds : []));
const packages = new Map();
for (const id of modules) {
  const found = await packageOf(id);
  if (found !== undefined) packages.set(`${found.name} ${found.version}`, found);
}
const notices = await Promise.all(
  [...packages].toSorted(([left], [right]) => left.localeCompare(right)).map(([, found]) => noticeOf(found)),
);
await writeFile(join(target, 'THIRD-PARTY-LICENSES.txt'), `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
process.stderr.write(`${manifest.name}: ${output.length} files, ${notices.length} packages\n`);

/** The package of others that a module comes from; nothing for our own. */
async function packageOf(id) {
  const at = id.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  for (let path = dirname(id); path.length > at + 14; path = dirname(path)) {
    const text = await readFile(join(path, 'package.json'), 'utf8').catch(() => undefined);
    const found = text === undefined ? {} : JSON.parse(text);
    if (typeof found.name === 'string' && typeof found.version === 'string') return { ...found, path };
  }
  return undefined;
}

async function noticeOf({ name, version, license, path }) {
  const file = (await readdir(path)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n\n${(await readFile(resolve(path, file), 'utf8')).trim()}`;
  return `${name} ${version} (${license})${text}`;
}
