import { existsSync } from 'node:fs';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestHost } from '@lineclear/testing/hosts';
import { expect } from 'vitest';

/**
 * Cuts the connection to a host in the middle of a program: the program begins and waits, the network is cut, and the program goes on.
 * `words` says which call of it is meant. Yields what `run` yields.
 */
export const cutDuring = async <Answer>({
  host,
  program,
  words,
  real,
  run,
}: {
  host: TestHost;
  program: string;
  words: string;
  /** Where the program is; the one that was put on the PATH of the host when absent. */
  real?: string;
  run: () => Promise<Answer>;
}): Promise<Answer> => {
  const [file, held] = [join(host.bin, program), join(host.bin, `held-${program}`)];
  const [begun, release] = [join(host.folder, 'held-begun'), join(host.folder, 'held-release')];
  if (real === undefined) await rename(file, held);
  const wait = `: >${begun}; chmod 666 ${begun} 2>/dev/null; while [ ! -e ${release} ]; do sleep 0.02; done`;
  await writeFile(
    file,
    `#!/bin/sh\ncase " $* " in *${words.replaceAll(' ', '\\ ')}*) ${wait} ;; esac\nexec ${real ?? held} "$@"\n`,
  );
  await chmod(file, 0o755);
  // An account that is not root writes the first one.
  await chmod(host.folder, 0o777);
  try {
    const answered = run();
    // It is awaited below; until then its failure is nobody's.
    answered.catch(() => undefined);
    await expect.poll(() => existsSync(begun), { interval: 10 }).toBe(true);
    host.gate.cut();
    await writeFile(release, '');
    return await answered;
  } finally {
    if (real === undefined) await rename(held, file);
    else await rm(file);
    await rm(begun, { force: true });
    await rm(release, { force: true });
  }
};
