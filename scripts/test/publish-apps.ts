import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundler = join(root, 'scripts/bundle-app.mjs');
const lockfile = join(root, 'pnpm-lock.yaml');
const run = promisify(execFile);

/** Writes the apps as they are published, for the tests that start them: a few files are loaded in half the time of a thousand. Those of the same build stay. */
export default async function publishApps(): Promise<void> {
  const build = await newestBuild();
  // Nothing is built: the tests say so where they start an app.
  if (build !== undefined) await Promise.all(['ops', 'observer'].map((app) => publish({ app, build })));
}

const publish = async ({ app, build }: { app: string; build: string }): Promise<void> => {
  const source = join(root, 'apps', app);
  const target = join(root, 'e2e/node_modules/.cache/apps', app);
  const isThere = async (): Promise<boolean> => (await readFile(join(target, 'build'), 'utf8').catch(() => '')) === build;
  if (await isThere()) return;
  const fresh = `${target}-${process.pid}`;
  await mkdir(fresh, { recursive: true });
  for (const part of ['bin', 'dist', 'package.json']) await cp(join(source, part), join(fresh, part), { recursive: true });
  await symlink(join(source, 'node_modules'), join(fresh, 'node_modules'));
  await run(process.execPath, [bundler], { cwd: fresh });
  // The launcher prefers it to the bundle.
  await rm(join(fresh, 'dist'), { recursive: true });
  await writeFile(join(fresh, 'build'), build);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target).catch(async (error: unknown) => {
    // Another run of the tests was faster.
    await rm(fresh, { recursive: true });
    if (!(await isThere())) throw error;
  });
};

/** When anything last changed that the apps are made of; of what is compiled, the compiler notes that for each package. */
const newestBuild = async (): Promise<string | undefined> => {
  const notes = globSync(['packages/*/dist/.tsbuildinfo', 'apps/*/dist/.tsbuildinfo'], { cwd: root });
  if (notes.length === 0) return undefined;
  const copied = globSync(['apps/*/bin/*', 'apps/*/package.json'], { cwd: root });
  const written = await Promise.all(
    [...[...notes, ...copied].map((file) => join(root, file)), bundler, lockfile].map(async (file) => (await stat(file)).mtimeMs),
  );
  return String(Math.max(...written));
};
