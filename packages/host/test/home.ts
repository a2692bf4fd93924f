import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configName } from '../src/config/find-config.ts';
import { TrustedConfigs } from '../src/config/trust.ts';

/** A user's folders that nobody else has, with a project in them. */
export interface Home {
  readonly home: string;
  readonly project: string;
  readonly state: string;
  readonly env: Readonly<Record<string, string>>;
  /** Writes a file of the project; a configuration is trusted, as if the user had said so. */
  write(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

/** Makes a home with a shelf of three apples in its project. */
export const makeHome = async (): Promise<Home> => {
  const home = await mkdtemp(join(tmpdir(), 'lineclear-home-'));
  const project = join(home, 'project');
  await mkdir(project);
  const state = join(home, 'state', 'lineclear');
  const trusted = new TrustedConfigs({ trustFile: join(state, 'trusted-configs.json') });
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(project, name);
    await writeFile(path, text);
    if (name === configName) await trusted.trust({ path, text });
    return path;
  };
  await write('shelf.json', JSON.stringify({ apple: 3 }));
  return {
    home,
    project,
    state,
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
