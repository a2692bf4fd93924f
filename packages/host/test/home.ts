import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A user's folders that nobody else has, with a project in them. */
export interface Home {
  readonly home: string;
  readonly project: string;
  readonly state: string;
  readonly env: Readonly<Record<string, string>>;
  write(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

/** Makes a home with a shelf of three apples in its project. */
export const makeHome = async (): Promise<Home> => {
  const home = await mkdtemp(join(tmpdir(), 'lineclear-home-'));
  const project = join(home, 'project');
  await mkdir(project);
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(project, name);
    await writeFile(path, text);
    return path;
  };
  await write('shelf.json', JSON.stringify({ apple: 3 }));
  return {
    home,
    project,
    state: join(home, 'state', 'lineclear'),
    env: {
      HOME: home,
      XDG_STATE_HOME: join(home, 'state'),
      XDG_CONFIG_HOME: join(home, 'config'),
      PATH: process.env['PATH'] ?? '',
      NODE_OPTIONS: process.env['NODE_OPTIONS'] ?? '',
    },
    write,
    remove: () => rm(home, { recursive: true, force: true }),
  };
};
