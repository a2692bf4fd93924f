import type { PublicKey } from './public-key.ts';

export const userActions = ['create', 'lock', 'unlock', 'add_key', 'remove_key', 'add_group'] as const;
export type UserAction = (typeof userActions)[number];

/** A change of one account, with everything that it needs. */
export type UserChange =
  | { readonly action: 'create'; readonly user: string; readonly shell: string }
  // `expires` is the date that this overwrites.
  | { readonly action: 'lock' | 'unlock'; readonly user: string; readonly expires?: string }
  | { readonly action: 'add_key' | 'remove_key'; readonly user: string; readonly home: string; readonly key: PublicKey }
  | { readonly action: 'add_group'; readonly user: string; readonly group: string };

/** The program that does it, as root. A key is written as its account, so that a link there leads to nothing that the account may not write. */
export const userCommand = (change: UserChange): readonly string[] => {
  const { user } = change;
  switch (change.action) {
    // No password fits "*", and unlike "!" it does not keep keys from fitting.
    case 'create':
      return ['useradd', '-m', '-s', change.shell, '-p', '*', '--', user];
    // The expiry keeps out keys as well.
    case 'lock':
      return ['usermod', '-L', '-e', '1', '--', user];
    case 'unlock':
      return ['usermod', '-U', '-e', '', '--', user];
    case 'add_group':
      return ['usermod', '-a', '-G', change.group, '--', user];
    case 'add_key':
    case 'remove_key': {
      const { type, blob, comment } = change.key;
      const line = comment === '' ? `${type} ${blob}` : `${type} ${blob} ${comment}`;
      return ['runuser', '-u', user, '--', 'sh', '-c', keyScript, 'lineclear-key', change.home, change.action, blob, line];
    }
  }
};

/** `$1` home, `$2` add_key or remove_key, `$3` the key, `$4` its line. The new file takes the place of the old one in one step. */
const keyScript = `set -eu
umask 077
cd -- "$1"
[ -d .ssh ] || mkdir .ssh
cd .ssh
[ ! -e authorized_keys ] || [ -f authorized_keys ]
new=.authorized_keys.lineclear-$$
trap 'rm -f "$new"' EXIT
: >"$new"
if [ -e authorized_keys ]; then
  while IFS= read -r line || [ -n "$line" ]; do
    case " $line " in *" $3 "*) ;; *) printf '%s\\n' "$line" ;; esac
  done <authorized_keys >"$new"
fi
[ "$2" = remove_key ] || printf '%s\\n' "$4" >>"$new"
mv -f "$new" authorized_keys
`;

/** How a change is undone. */
export const undoOf = (change: UserChange): string => {
  const { user } = change;
  switch (change.action) {
    case 'create':
      return `host_exec with ["userdel", "-r", "${user}"], as root`;
    case 'lock':
    case 'unlock': {
      const back = `host_user with action: ${change.action === 'lock' ? 'unlock' : 'lock'}`;
      const { expires } = change;
      return expires === undefined ? back : `${back}, then host_exec with ["chage", "-E", "${expires}", "${user}"], as root`;
    }
    case 'add_key':
      return 'host_user with action: remove_key';
    case 'remove_key':
      return 'host_user with action: add_key and the same key';
    case 'add_group':
      return `host_exec with ["gpasswd", "-d", "${user}", "${change.group}"], as root`;
  }
};

/** Groups whose members are root, or get there. */
const powerful = /^(?:root|sudo|wheel|admin|adm|docker|lxd|libvirt|disk|shadow|kmem|systemd-journal|staff)$/;

/** Why a change gives away, or takes away, more than it seems. */
export const dangersOf = ({ change, ownAccount }: { change: UserChange; ownAccount: string }): readonly string[] => [
  ...(change.action === 'add_group' && powerful.test(change.group)
    ? [`Members of ${change.group} can do what root can, or read what root can.`]
    : []),
  ...(change.action === 'add_key' && change.user === 'root' ? ['Whoever has this key is root on the host.'] : []),
  ...(change.action === 'unlock' && change.user === 'root' ? ['It lets root in again.'] : []),
  ...((change.action === 'lock' || change.action === 'remove_key') && (change.user === ownAccount || change.user === 'root')
    ? ['This server may lose its own way in.']
    : []),
];
