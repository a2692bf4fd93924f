import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestHost } from '@lineclear/testing/hosts';

/**
 * Puts the programs that manage accounts on the PATH of a test host. They keep accounts in files below a folder and answer in the forms
 * of Debian's, so that tests of many calls change nothing of this machine. Yields how to begin anew with one account, `ada`.
 */
export const installAccounts = async (host: TestHost, folder: string): Promise<() => Promise<void>> => {
  const begin = `#!/bin/sh\ncd ${folder} || exit 1\n`;
  const programs: Readonly<Record<string, string>> = {
    getent:
      'case "$1" in passwd) grep -E "^$3:|^[^:]*:x:$3:" passwd ;; group) grep "^$3:" group ;; *) exec /usr/bin/getent "$@" ;; esac || exit 2\n',
    id: '[ "$1" = -Gn ] || exec /usr/bin/id "$@"\nawk -F: -v u="$3" \'{ n = split($4, m, ","); for (i = 1; i <= n; i++) if (m[i] == u) printf "%s ", $1 }\' group; echo nogroup\n',
    passwd: 'if grep -q "^$3$" locked; then echo "$3 L 2026-01-31 0 99999 7 -1"; else echo "$3 P 2026-01-31 0 99999 7 -1"; fi\n',
    chage:
      'w=$(sed -n "s/^$3://p" expires)\nprintf "Last password change\\t\\t\\t: Jan 31, 2026\\nAccount expires\\t\\t\\t\\t: %s\\n" "${w:-never}"\n',
    useradd: `for user; do :; done\nmkdir "home-$user" && echo "$user:x:2000:2000::${folder}/home-$user:/bin/bash" >>passwd\n`,
    usermod:
      'for user; do :; done\ncase "$1" in -[LU]) sed -i "/^$user:/d" expires ;; esac\ncase "$1" in\n-L) echo "$user" >>locked; echo "$user:Jan 02, 1970" >>expires ;;\n-U) grep -v "^$user$" locked >unlocked; mv unlocked locked ;;\n-a) sed -i "s/^\\($3:.*:\\)\\(.*\\)$/\\1\\2,$user/" group ;;\nesac\n',
    runuser: 'shift 3\nexec "$@"\n',
  };
  for (const [program, text] of Object.entries(programs)) await host.install({ program, text: begin + text });
  return async () => {
    await mkdir(join(folder, 'home-ada', '.ssh'), { recursive: true });
    const files: Readonly<Record<string, string>> = {
      passwd: `ada:x:1815:1815:Ada:${folder}/home-ada:/bin/sh\n`,
      group: 'games:x:60:\nsudo:x:27:\n',
      locked: '',
      expires: '',
      'home-ada/.ssh/authorized_keys': '',
    };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder, name), text);
      await chmod(join(folder, name), 0o666);
    }
    for (const name of ['home-ada', 'home-ada/.ssh']) await chmod(join(folder, name), 0o777);
  };
};
