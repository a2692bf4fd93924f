import { LineclearError } from '@lineclear/core/plugin';
import type { RunProgram } from '../process/run-program.ts';
import type { Folder } from '../files/folder.ts';

/** The git program and what every call of it shares. */
export interface Git {
  readonly run: RunProgram;
  /** The absolute path of the git binary. */
  readonly program: () => Promise<string>;
  readonly env: Readonly<Record<string, string>>;
}

export interface GitCall {
  readonly folder: Folder;
  /** A fixed subcommand first; callers' texts only after `--`, `--end-of-options`, or inside `--option=text`. */
  readonly args: readonly string[];
  /** Settings on top of the hardening, for this call. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** Output beyond this is cut and reported; 8 MiB when absent. */
  readonly maxBytes?: number;
  readonly signal: AbortSignal;
  /** Exit codes that are answers; only 0 when absent. */
  readonly accept?: readonly number[];
  /** Lets git reach another repository, over this protocol only and with the user's own credentials; no network when absent. */
  readonly protocol?: Protocol;
  readonly timeoutMs?: number;
}
export type Protocol = 'https' | 'ssh' | 'file';
export interface GitAnswer {
  readonly text: string;
  readonly exitCode: number;
  /** True when the output was cut. */
  readonly cut: boolean;
}

/** Runs git with nothing of the repository's or the system's own programs: no hooks, pagers, editors, signing, network or monitors. */
export const runGit = async ({ git, call }: { git: Git; call: GitCall }): Promise<GitAnswer> => {
  const maxBytes = call.maxBytes ?? 8 << 20;
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  const enough = new AbortController();
  let total = 0;
  const end = await git.run({
    program: await git.program(),
    invokedAs: 'git',
    args: ['--no-pager', '--no-replace-objects', ...call.args],
    folder: call.folder,
    env: {
      ...git.env,
      ...fixedEnvironment,
      GIT_ALLOW_PROTOCOL: call.protocol ?? 'none',
      ...settingsEnvironment({ ...hardening, ...(call.protocol === undefined ? offline : online), ...call.settings }),
      ...call.env,
    },
    ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
    timeoutMs: call.timeoutMs ?? timeoutMs,
    signal: call.signal,
    enough: enough.signal,
    onStdout: (chunk) => {
      if (total < maxBytes) chunks.push(Buffer.from(chunk.subarray(0, maxBytes - total)));
      total += chunk.length;
      if (total > maxBytes) enough.abort();
    },
    onStderr: (chunk) => {
      if (errors.length < 20) errors.push(Buffer.from(chunk.subarray(0, 2_000)));
    },
  });
  const text = Buffer.concat(chunks).toString('utf8');
  if (end.stopped === 'enough') return { text, exitCode: 0, cut: true };
  if (end.stopped !== undefined) throw interrupted({ stopped: end.stopped, afterMs: call.timeoutMs ?? timeoutMs });
  if (end.exitCode !== null && (call.accept ?? [0]).includes(end.exitCode)) return { text, exitCode: end.exitCode, cut: false };
  throw toGitError({ stderr: Buffer.concat(errors).toString('utf8'), subcommand: call.args[0] ?? '' });
};

const timeoutMs = 60_000;

const fixedEnvironment = {
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_PAGER: 'cat',
  GIT_EDITOR: 'false',
  GIT_ASKPASS: 'false',
  SSH_ASKPASS: 'false',
  // A partial clone would fetch missing objects.
  GIT_NO_LAZY_FETCH: '1',
  // Grafts would show another history than the one that is committed to and pushed.
  GIT_GRAFT_FILE: '/dev/null',
} as const;

const hardening = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.pager': 'cat',
  'core.askPass': 'false',
  'core.editor': 'false',
  'core.quotePath': 'false',
  'diff.external': '',
  'diff.submodule': 'short',
  'submodule.recurse': 'false',
  'status.submoduleSummary': 'false',
  'log.showSignature': 'false',
  'commit.gpgSign': 'false',
  'tag.gpgSign': 'false',
  'gpg.program': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'i18n.commitEncoding': 'UTF-8',
  'i18n.logOutputEncoding': 'UTF-8',
  'core.logAllRefUpdates': 'true',
  'safe.bareRepository': 'explicit',
} as const;

const offline = {
  'core.sshCommand': 'false',
  'protocol.allow': 'never',
  'protocol.ext.allow': 'never',
  'credential.helper': '',
} as const;

// A redirect would send the objects, and perhaps credentials, elsewhere than the preview said.
const online = {
  'http.followRedirects': 'false',
  'http.sslVerify': 'true',
  'push.followTags': 'false',
  'push.gpgSign': 'false',
  'push.recurseSubmodules': 'no',
  'push.pushOption': '',
} as const;

/** Settings of command scope, which win over every file; values need no quoting here. */
const settingsEnvironment = (settings: Readonly<Record<string, string>>): Record<string, string> => {
  const entries = Object.entries(settings);
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(entries.length)],
    ...entries.flatMap(([key, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, key],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ]);
};

const interrupted = ({ stopped, afterMs }: { stopped: 'timeout' | 'cancelled'; afterMs: number }): LineclearError =>
  stopped === 'timeout'
    ? new LineclearError('timeout', `git took longer than ${afterMs / 1000} s.`, {
        hint: 'Ask for less: name paths, or a smaller range.',
      })
    : new LineclearError('cancelled', 'The caller left before git had finished.');

const known: readonly { says: RegExp; make: (stderr: string) => LineclearError }[] = [
  {
    says: /not a git repository/i,
    make: () =>
      new LineclearError('not_found', 'This folder is not in a git repository inside the workspace.', {
        hint: 'Name the folder of a repository in repository; fs_list shows .git in it.',
        details: { reason: 'no_repository' },
      }),
  },
  {
    says: /bare repository|must be run in a work tree/,
    make: () =>
      new LineclearError('unsupported', 'This is the data of a repository, not a work tree.', {
        hint: 'Name the folder that holds the checked-out files.',
        details: { reason: 'no_work_tree' },
      }),
  },
  {
    says: /detected dubious ownership/,
    make: () =>
      new LineclearError('forbidden', 'The repository belongs to another user, so git does not open it.', {
        hint: 'Ask the operator to add it to safe.directory in the git configuration.',
        details: { reason: 'foreign_owner' },
      }),
  },
  {
    says: /index\.lock'?: File exists|Unable to create '.*\.lock'/,
    make: () =>
      new LineclearError('conflict', 'Another git command holds the lock of this repository.', {
        hint: 'Wait for it to finish. A lock file left by a crash has to be removed by a person.',
        details: { reason: 'locked' },
        effect: 'none',
      }),
  },
];

const toGitError = ({ stderr, subcommand }: { stderr: string; subcommand: string }): LineclearError =>
  known.find(({ says }) => says.test(stderr))?.make(stderr) ??
  new LineclearError('upstream_error', `git ${subcommand} failed.`, {
    hint: 'Read details.upstream for what git says.',
    details: { reason: 'git_failed', upstream: stderr.trim().slice(0, 1_000) },
  });
