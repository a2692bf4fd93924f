import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startPlugin } from '@lineclear/testing';
import type { Confirmed, StartOptions, StartedPlugin } from '@lineclear/testing';
import type { JsonObject } from '@lineclear/core/plugin';
import { onTestFinished } from 'vitest';
import devops from '../src/index.ts';
import { tempFolder } from './temp-folder.ts';

export interface StartedWorkspace {
  readonly started: StartedPlugin;
  readonly root: string;
  /** A read, or the first call of a write. */
  readonly call: (tool: string, args?: JsonObject) => Promise<JsonObject>;
  /** Preview and confirmation; the result of the execution. */
  readonly confirm: (tool: string, args?: JsonObject) => Promise<Confirmed>;
  /** Every file below the root, `.git` left out, with its text. */
  readonly files: () => Promise<Record<string, string>>;
}

/** The plugin on a fresh folder with these files; every call takes the path that a served call takes. */
export const startWorkspace = async (
  files: Readonly<Record<string, string | Uint8Array>> = {},
  options: { settings?: JsonObject; root?: string } & Partial<StartOptions> = {},
): Promise<StartedWorkspace> => {
  const root = options.root ?? (await tempFolder(files));
  const { settings = {}, ...rest } = options;
  const started = await startPlugin({ ...rest, plugin: devops, connections: { workspace: { roots: [root], ...settings } } });
  onTestFinished(() => started.close());
  return {
    started,
    root,
    call: (tool, args) => started.callTool(tool, args),
    confirm: (tool, args) => started.confirmTool(tool, args),
    files: () => filesBelow(root),
  };
};

const filesBelow = async (root: string): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const path of (await readdir(root, { recursive: true })).toSorted()) {
    if (path.split('/').includes('.git') || !(await lstat(join(root, path))).isFile()) continue;
    found[path] = await readFile(join(root, path), 'utf8');
  }
  return found;
};
