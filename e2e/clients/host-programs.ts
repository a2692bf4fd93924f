import type { TestHost } from '@lineclear/testing/hosts';

/**
 * Puts programs of an operating system on a test host, in front of those that this machine has: so that no service, package or account of
 * the machine changes. They know the service nginx, the package tree and the account ada, and write down below `srv` what they did.
 */
export const installPrograms = async ({ host, srv }: { host: TestHost; srv: string }): Promise<void> => {
  const programs = {
    sudo: '[ "$1 $2" = "-n --" ] || exit 1\nshift 2\nexec "$@"',
    systemctl: `for unit; do :; done
if [ "$1" = show ]; then
  case "$unit" in nginx|nginx.service) load=loaded ;; *) load=not-found ;; esac
  printf '%s\\n' Id=nginx.service LoadState=$load ActiveState=active SubState=running UnitFileState=enabled MainPID=100
else
  echo "$2 $unit" >>${srv}/services
fi`,
    'apt-get': `for name; do :; done
case "$name" in tree|tree=*) ;; *) echo "E: Unable to locate package $name" >&2; exit 100 ;; esac
[ "$1" != -s ] || [ -e ${srv}/packages ] || echo 'Inst tree (2.1 local [all])'
[ "$1" = -s ] || echo "$name" >>${srv}/packages`,
    getent: `[ "$1 $3" != 'passwd ada' ] || exec echo ada:x:1815:1815:Ada:${srv}/home:/bin/sh
[ "$1" != passwd ] || exec /usr/bin/getent "$@"
exit 2`,
    id: '[ "$1" != -Gn ] || exec echo ada\nexec /usr/bin/id "$@"',
    passwd: 'echo "ada P 2026-01-31 0 99999 7 -1"',
    chage: `printf 'Account expires\\t\\t\\t: never\\n'`,
    runuser: 'shift 3\nexec "$@"',
  };
  await Promise.all(Object.entries(programs).map(([program, text]) => host.install({ program, text: `#!/bin/sh\n${text}\n` })));
};
