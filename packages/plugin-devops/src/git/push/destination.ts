import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import type { Confinement } from '../../files/confinement.ts';
import { orAbsent } from '../../files/content.ts';
import type { Repository } from '../repository.ts';
import type { GitAnswer, GitCall } from '../run-git.ts';
import { isListed, toAddress } from './address.ts';
import type { Address } from './address.ts';
import { toNetworkError } from './network-errors.ts';

/** What a profile says about pushes. */
export interface PushSettings {
  /** URLs, and beginnings of URLs with a `/` at the end. */
  readonly pushTo: readonly string[];
  /** Branch names; `*` stands for anything. */
  readonly protectedBranches: readonly string[];
  /** An absolute path; the user's own configuration of ssh when absent. */
  readonly sshConfig: string | undefined;
}

/** The other side of a push. */
export interface Destination {
  readonly address: Address;
  /** True when the profile names it. */
  readonly listed: boolean;
  /** Runs git against it. The name of the remote is `destination`. */
  git(call: Omit<GitCall, 'folder' | 'protocol' | 'env'>): Promise<GitAnswer>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Opens the destination of a remote. Git runs in a data folder of its own that borrows the repository's objects, so none of the
 * repository's settings can send credentials elsewhere, rewrite the URL, or name programs; only its URL for the remote is read, as text.
 */
export const openDestination = async (request: {
  repository: Repository;
  confinement: Confinement;
  settings: PushSettings;
  remote: string;
  signal: AbortSignal;
}): Promise<Destination> => {
  const { repository, confinement, settings, remote, signal } = request;
  const written = toAddress(await readUrl({ repository, remote, signal }));
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-push-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    await makeGitFolder({ repository, folder, url: written.url, signal });
    const env = await environmentFor({ repository, confinement, settings, folder, signal });
    // The user's own url.<base>.insteadOf counts.
    const { text } = await repository.git({ args: ['remote', 'get-url', '--push', name], env, signal });
    const address = toAddress(text.trim());
    const listed = isListed({ address, list: settings.pushTo });
    if (!listed) checkMayBeUnlisted({ address, settings });
    if (address.folder !== undefined) await checkOutside({ confinement, folder: address.folder });
    return {
      address,
      listed,
      git: async (call) => {
        try {
          return await repository.git({ ...call, env, protocol: address.protocol });
        } catch (error) {
          throw toNetworkError({ error, address });
        }
      },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
};

/** What the remote is called in the data folder of a push. */
export const name = 'destination';

const readUrl = async (request: { repository: Repository; remote: string; signal: AbortSignal }): Promise<string> => {
  const { repository, remote, signal } = request;
  const read = async (key: string) => {
    const args = ['config', '-z', '--get-all', `remote.${remote}.${key}`];
    const { text } = await repository.git({ args, signal, accept: [0, 1] });
    return text.split('\0').filter((url) => url !== '');
  };
  const pushUrls = await read('pushurl');
  const urls = pushUrls.length > 0 ? pushUrls : await read('url');
  const [url] = urls;
  if (url === undefined) {
    throw new LineclearError('not_found', `The repository has no remote "${remote}".`, {
      hint: 'A person, or git run with process_run, has to add it: git remote add <name> <url>.',
      details: { reason: 'no_remote' },
    });
  }
  if (urls.length === 1) return url;
  throw new LineclearError('unsupported', `The remote "${remote}" has several URLs to push to.`, {
    hint: 'Name a remote with one URL.',
    details: { reason: 'several_urls' },
  });
};

const makeGitFolder = async (request: {
  repository: Repository;
  folder: string;
  url: string;
  signal: AbortSignal;
}): Promise<void> => {
  const { repository, folder, url, signal } = request;
  const { text } = await repository.git({ args: ['rev-parse', '--show-object-format'], signal });
  const format =
    text.trim() === 'sha256'
      ? '\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n'
      : '\trepositoryformatversion = 0\n';
  await Promise.all(['objects', 'refs'].map((part) => mkdir(join(folder, part))));
  await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  // In a file and not among the arguments, which every user of the machine can see: the URL may hold a token.
  await writeFile(join(folder, 'config'), `[core]\n\tbare = true\n${format}[remote "${name}"]\n\turl = "${url}"\n`, {
    mode: 0o600,
  });
  await orAbsent(copyFile(join(repository.commonFolder, 'shallow'), join(folder, 'shallow')));
};

const environmentFor = async (request: {
  repository: Repository;
  confinement: Confinement;
  settings: PushSettings;
  folder: string;
  signal: AbortSignal;
}): Promise<Record<string, string>> => {
  const { repository, confinement, settings, folder, signal } = request;
  const env = {
    GIT_DIR: folder,
    GIT_WORK_TREE: folder,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${join(repository.commonFolder, 'objects').replaceAll(/["\\]/g, String.raw`\$&`)}"`,
    GIT_SSH_COMMAND: await sshCommand({ confinement, settings }),
    GIT_SSH_VARIANT: 'ssh',
  };
  const args = ['config', '--show-origin', '--includes', '-z', '--name-only', '--list'];
  const { text } = await repository.git({ args, env, signal });
  const origins = new Set(text.split('\0').filter((field) => field.startsWith('file:')));
  const files = [...origins].map((origin) => resolve(repository.top, origin.slice('file:'.length)));
  const writable = await Promise.all(
    files.filter((file) => !file.startsWith(folder)).map((file) => isInside({ confinement, path: file })),
  );
  // Settings that tools can write are not the user's own.
  return writable.includes(true) ? { ...env, GIT_CONFIG_GLOBAL: '/dev/null' } : env;
};

const sshCommand = async ({ confinement, settings }: { confinement: Confinement; settings: PushSettings }): Promise<string> => {
  const { sshConfig } = settings;
  const own = join(homedir(), '.ssh/config');
  const file = sshConfig ?? ((await isInside({ confinement, path: own })) ? 'none' : undefined);
  if (sshConfig !== undefined && (await isInside({ confinement, path: sshConfig }))) {
    throw new LineclearError(
      'not_configured',
      'The ssh configuration of the profile lies inside a root, where tools can change it.',
      {
        hint: 'Ask the operator to move the file that ssh_config names.',
        details: { reason: 'ssh_config_in_root' },
        effect: 'none',
      },
    );
  }
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'ForwardAgent=no',
    'ForwardX11=no',
    'ClearAllForwardings=yes',
    'PermitLocalCommand=no',
  ];
  return ['ssh', ...(file === undefined ? [] : ['-F', shellWord(file)]), ...options.map((option) => `-o${option}`)].join(' ');
};

// Git hands this command to a shell.
const shellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const isInside = async ({ confinement, path }: { confinement: Confinement; path: string }): Promise<boolean> =>
  (await confinement.admit(await realpath(path).catch(() => resolve(path)))) !== undefined;

const checkMayBeUnlisted = ({ address, settings }: { address: Address; settings: PushSettings }): void => {
  if (settings.pushTo.length === 0 && address.protocol !== 'file') return;
  throw new LineclearError('forbidden', 'The profile does not allow pushes to this remote.', {
    hint: 'Ask the operator to name its URL in push_to of the profile. Repositories on this machine always have to be named there.',
    details: { reason: 'remote_not_listed', url: address.shown },
    effect: 'none',
  });
};

// A push runs the hooks of a repository on this machine, with the rights of this user.
const checkOutside = async ({ confinement, folder }: { confinement: Confinement; folder: string }): Promise<void> => {
  if (!(await isInside({ confinement, path: folder }))) return;
  throw new LineclearError(
    'forbidden',
    'The remote is a repository inside the workspace, whose hooks and settings tools can change.',
    {
      hint: 'Ask the operator to keep it outside of the roots.',
      details: { reason: 'remote_in_roots' },
      effect: 'none',
    },
  );
};
