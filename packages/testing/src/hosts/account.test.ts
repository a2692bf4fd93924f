import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { sshdBinary } from '../services/sshd.ts';
import { makeAccount } from './account.ts';
import { skipWithoutRoot } from './root.ts';

const names = () => readFileSync('/etc/passwd', 'utf8').match(/^lctest\w+/gm) ?? [];

test.skipIf(skipWithout(sshdBinary) || skipWithoutRoot())(
  'makes an account, and removes those of runs that were killed',
  async () => {
    // No process has this id: it is above the largest that Linux gives.
    const forgotten = 'lctest4194399x0a1b2c';
    execFileSync('/usr/sbin/useradd', ['-M', '-N', '-g', 'nogroup', forgotten]);
    const account = await makeAccount(tmpdir());
    expect(names()).toContain(account.name);
    expect(names()).not.toContain(forgotten);
    expect(account.password).toMatch(/^\w{24}$/);
    account.remove();
    expect(names()).not.toContain(account.name);
  },
);
