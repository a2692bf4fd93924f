import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestHost } from '@lineclear/testing/hosts';
import { expect } from 'vitest';
import { installAccounts } from '../../src/hosts/test/stand-ins/accounts.ts';
import { installJournalctl } from '../../src/hosts/test/stand-ins/journalctl.ts';
import { installSudo } from '../../src/hosts/test/stand-ins/sudo.ts';
import { installSystemctl, type Units } from '../../src/hosts/test/stand-ins/systemctl.ts';

/** What the operating tools work on at a host: units, packages, accounts and files, all below one folder. */
export interface OperatingWorld {
  readonly units: Units;
  /** Everything as new. */
  readonly reset: () => Promise<void>;
  /** Ends the process that was started last. */
  readonly close: () => void;
}

/** Puts stand-ins of the programs of an operating system on a test host; what they keep is seen as part of the backend's state. */
export const installOperating = async ({ host, folder }: { host: TestHost; folder: string }): Promise<OperatingWorld> => {
  await installSudo(host);
  const units = await installSystemctl(host, folder);
  const addEntries = await installJournalctl(host);
  await addEntries([{ unit: 'nginx.service', at: '2026-01-31T08:00:00Z', text: 'started' }]);
  await host.install({ program: 'apt-get', text: aptGet(folder) });
  const resetAccounts = await installAccounts(host, join(folder, 'accounts'));
  return {
    units,
    reset: async () => {
      await units.reset();
      await units.set('nginx.service', { active: 'active', enabled: 'enabled', pid: 100 });
      for (const [name, text] of [
        ['app.conf', 'port: 70\n'],
        ['app.log', 'one\ntwo\n'],
        ['installed', ''],
      ] as const) {
        await writeFile(join(folder, name), text);
        await chmod(join(folder, name), 0o666);
      }
      await mkdir(join(folder, 'accounts'), { recursive: true });
      await chmod(join(folder, 'accounts'), 0o777);
      await resetAccounts();
    },
    close: endProcess,
  };
};

// Knows one package, whose version somebody else can change.
const aptGet = (folder: string): string => `#!/bin/sh
for name; do :; done
case "$name" in shop|shop=1.*) ;; *) echo "E: Unable to locate package $name" >&2; exit 100 ;; esac
was=$(cat ${folder}/installed)
case " $* " in *" remove "*) new= ;; *) new=1.0 ;; esac
[ "$was" = "$new" ] && exit 0
if [ "$1" = -s ]; then
  if [ -z "$new" ]; then echo "Remv shop [$was]"; else echo "Inst shop \${was:+[$was] }($new local [all])"; fi
else
  echo "$new" >${folder}/installed
fi
`;

let running: ChildProcess | undefined;
const endProcess = (): void => void running?.kill('SIGKILL');

/** A fresh process of an account of the host; it becomes another program, with the same id, when it gets SIGUSR1. */
export const startProcess = async (host: TestHost): Promise<number> => {
  endProcess();
  const uid = Number(execFileSync('/usr/bin/id', ['-u', host.user.name], { encoding: 'utf8' }));
  // It ends by itself, should nobody end it.
  const child = spawn('sh', ['-c', 'trap "exec sleep 60" USR1; echo ready; for n in $(seq 600); do sleep 0.1; done'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: '/',
    uid,
  });
  running = child;
  await once(child.stdout, 'data');
  return child.pid ?? 0;
};

/** Makes that process another program, as when its id was given to another one. */
export const replaceProcess = async (): Promise<void> => {
  running?.kill('SIGUSR1');
  await expect.poll(() => readFileSync(`/proc/${running?.pid}/cmdline`, 'utf8'), { interval: 5 }).not.toContain('trap');
};
