import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ToolDefinition } from '@lineclear/core';
import type { Plugin } from '@lineclear/core/plugin';
import { startPlugin } from '../plugin/start-plugin.ts';
import { lineDiff } from './line-diff.ts';

export interface SnapshotOptions {
  readonly plugin: Plugin;
  /** Raw settings by connection id: tools of a connection that is not configured are not listed. */
  readonly connections?: Readonly<Record<string, unknown>>;
  /** Where one JSON file per tool is committed. */
  readonly folder: URL;
  /** Writes instead of comparing; `LINECLEAR_UPDATE_SNAPSHOTS=1` when absent. */
  readonly update?: boolean;
}

/** One published definition that is not the committed one. */
export interface SnapshotProblem {
  readonly tool: string;
  readonly message: string;
}

/** Compares every published definition with its committed file; with `update` it writes them and finds nothing. */
export const checkSnapshots = async ({
  plugin,
  connections = {},
  folder,
  update = process.env['LINECLEAR_UPDATE_SNAPSHOTS'] === '1',
}: SnapshotOptions): Promise<readonly SnapshotProblem[]> => {
  const published = await publish({ plugin, connections });
  const path = fileURLToPath(folder);
  if (update) {
    await write({ path, published });
    return [];
  }
  const committed = new Set(await filesIn(path));
  const problems = await Promise.all(
    [...published].map(async ([tool, text]) => {
      const file = `${tool}.json`;
      if (!committed.delete(file)) return [{ tool, message: `There is no snapshot ${join(path, file)}. ${howToUpdate}` }];
      const before = await readFile(join(path, file), 'utf8');
      return before === text
        ? []
        : [{ tool, message: `The published definition changed:\n${lineDiff(before, text)}\n${howToUpdate}` }];
    }),
  );
  const orphans = [...committed].map((file) => ({
    tool: file.replace(/\.json$/, ''),
    message: `The tool of ${join(path, file)} is not published any more. ${howToUpdate}`,
  }));
  return [...problems.flat(), ...orphans];
};

const howToUpdate = 'If that is meant, run the test again with LINECLEAR_UPDATE_SNAPSHOTS=1 and commit the change.';

const publish = async ({
  plugin,
  connections,
}: Required<Pick<SnapshotOptions, 'plugin' | 'connections'>>): Promise<ReadonlyMap<string, string>> => {
  const started = await startPlugin({ plugin, connections });
  try {
    const { composition, caller } = started;
    const own = new Set(composition.registry.entries.filter((entry) => entry.plugin === plugin.id).map((entry) => entry.name));
    const listed = composition.tools(caller).filter((tool) => own.has(tool.name));
    return new Map(listed.map((tool) => [tool.name, toText(tool)]));
  } finally {
    await started.close();
  }
};

const toText = (tool: ToolDefinition): string => `${JSON.stringify(tool, null, 2)}\n`;

const write = async ({ path, published }: { path: string; published: ReadonlyMap<string, string> }): Promise<void> => {
  await mkdir(path, { recursive: true });
  for (const file of await filesIn(path)) if (!published.has(file.replace(/\.json$/, ''))) await rm(join(path, file));
  for (const [tool, text] of published) await writeFile(join(path, `${tool}.json`), text);
};

const filesIn = async (path: string): Promise<readonly string[]> => {
  const names = await readdir(path).catch(() => []);
  return names.filter((name) => name.endsWith('.json'));
};
