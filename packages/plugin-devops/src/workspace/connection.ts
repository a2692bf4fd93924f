import { defineConnection } from '@lineclear/core/plugin';
import * as z from 'zod';
import { pushSettings } from '../git/push/settings.ts';
import { minimalEnvironment } from '../process/environment.ts';
import { runProgram } from '../process/run-program.ts';
import { Sessions } from '../process/sessions/sessions.ts';
import { processSettings, toSessionLimits } from '../process/settings.ts';
import { sharedBySettings } from '../shared-by-settings.ts';
import { shellSettings } from '../shell/settings.ts';
import { openWorkspace } from './workspace.ts';
import type { WorkspaceReader, WorkspaceWriter } from './workspace.ts';

const settings = z.strictObject({
  roots: z
    .array(z.string().min(1))
    .min(1)
    .describe('Folders that tools may use, such as ["./service"]; relative ones mean the folder of the configuration file.'),
  allow_programs: z
    .array(z.string().regex(/^(?:[^/\s]+|\/.+)$/, 'A bare name such as "npm", or an absolute path.'))
    .default([])
    .describe(
      'Programs that process_run, process_start and test_run start after the model confirms; every other needs a person. For example ["npm", "/usr/bin/make"].',
    ),
  allow_interactive: z
    .array(z.string().regex(/^(?:[^/\s]+|\/.+)$/, 'A bare name such as "node", or an absolute path.'))
    .default([])
    .describe('Shells, REPLs and consoles to which process_write may send lines that nobody confirmed. For example ["node"].'),
  processes: processSettings,
  max_file_bytes: z
    .int()
    .min(1024)
    .max(256 << 20)
    .default(10 << 20)
    .describe('The largest file that is read or written, such as 10485760.'),
  env: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
    .default({})
    .describe('Variables for programs on top of PATH, HOME and locale, such as { "CI": "true" }.'),
  shell: shellSettings,
  git: pushSettings,
});

// What the writer started is what the reader sees.
const shared = sharedBySettings<Sessions>();

/** Files, processes and git repositories below some folders of this machine. */
export const workspace = defineConnection({
  id: 'workspace',
  profile: settings,
  connect: async ({
    profile,
    mode,
    resolvePath,
    protectedPaths,
    clock,
  }): Promise<{ reader: WorkspaceReader; writer?: WorkspaceWriter; close: () => Promise<void> }> => {
    const sessions = shared({
      settings: profile,
      create: () => new Sessions({ limits: toSessionLimits(profile.processes), clock }),
    });
    const { reader, writer } = await openWorkspace({
      roots: profile.roots.map(resolvePath),
      protectedPaths,
      allowedPrograms: profile.allow_programs,
      shellPrograms: profile.shell?.allow ?? [],
      maxFileBytes: profile.max_file_bytes,
      env: { ...minimalEnvironment(process.env), ...profile.env },
      run: runProgram,
      sessions,
      allowedInteractive: profile.allow_interactive,
      push: {
        pushTo: profile.git.push_to,
        protectedBranches: profile.git.protected_branches,
        sshConfig: profile.git.ssh_config === undefined ? undefined : resolvePath(profile.git.ssh_config),
      },
    });
    // A host closes both doors together, so the first one ends what was started through either.
    const close = () => sessions.close();
    return mode === 'write' ? { reader, writer, close } : { reader, close };
  },
  probe: ({ reader }) => reader.health(),
  readerCommands: [
    'rg',
    'git rev-parse',
    'git symbolic-ref',
    'git config',
    'git status',
    'git diff',
    'git log',
    'git check-attr',
    // The preview of a commit: with an index and an object folder of its own, both deleted afterwards.
    'git read-tree',
    'git add',
    'git write-tree',
    'git reset',
    'git rev-list',
    'git for-each-ref',
    'git diff-tree',
    'git ls-tree',
    'git cat-file',
    'git merge-base',
    // The preview of a push asks the remote for its branches, from a data folder of its own.
    'git remote',
    'git ls-remote',
  ],
  // Programs that tell about files and the system and print no file's contents.
  local: ({ cwd }) => ({ roots: [cwd], allow_programs: ['df', 'du', 'ls', 'pwd', 'stat', 'uname', 'uptime', 'wc'] }),
});
