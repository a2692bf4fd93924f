import { join } from 'node:path';
import { baseFolder } from '../config/folders.ts';
import type { Surroundings } from '../surroundings.ts';

export const clientNames = ['claude', 'claude-desktop', 'vscode', 'cursor'] as const;
export type ClientName = (typeof clientNames)[number];

/** How to start this server over stdio. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
}

/** One MCP client that keeps its servers in a JSON file. */
export interface Client {
  readonly name: ClientName;
  readonly title: string;
  readonly file: string;
  /** The object in the file that holds the servers, by name. */
  readonly key: 'mcpServers' | 'servers';
  /** Exists where the client is in use; `init` looks for it. */
  readonly marker: string;
  /** What the client writes for the folder it opened; `undefined` when it starts servers somewhere else. */
  readonly folderVariable: string | undefined;
  readonly entry: (launch: Launch) => Record<string, unknown>;
}

/** The clients that `init` can configure, with the files of this user and this folder. */
export const knownClients = ({
  cwd,
  home,
  env,
  platform,
}: Pick<Surroundings, 'cwd' | 'home' | 'env' | 'platform'>): readonly Client[] => {
  const desktop = desktopFolder({ home, env, platform });
  const typed = ({ command, args }: Launch) => ({ type: 'stdio', command, args });
  const untyped = ({ command, args }: Launch) => ({ command, args });
  return [
    {
      name: 'claude',
      title: 'Claude Code',
      file: join(cwd, '.mcp.json'),
      key: 'mcpServers',
      marker: join(home, '.claude'),
      folderVariable: '.',
      entry: typed,
    },
    {
      name: 'claude-desktop',
      title: 'Claude Desktop',
      file: join(desktop, 'claude_desktop_config.json'),
      key: 'mcpServers',
      marker: desktop,
      folderVariable: undefined,
      entry: untyped,
    },
    {
      name: 'vscode',
      title: 'VS Code',
      file: join(cwd, '.vscode', 'mcp.json'),
      key: 'servers',
      marker: join(cwd, '.vscode'),
      folderVariable: '${workspaceFolder}',
      entry: typed,
    },
    {
      name: 'cursor',
      title: 'Cursor',
      file: join(cwd, '.cursor', 'mcp.json'),
      key: 'mcpServers',
      marker: join(home, '.cursor'),
      folderVariable: '${workspaceFolder}',
      entry: untyped,
    },
  ];
};

const desktopFolder = ({ home, env, platform }: Pick<Surroundings, 'home' | 'env' | 'platform'>): string => {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Claude');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Claude');
  return join(baseFolder({ value: env['XDG_CONFIG_HOME'], otherwise: join(home, '.config') }), 'Claude');
};
