/** What the preview of host_user sends. `head` reads the keys of an account, of which only fingerprints are shown. */
export const userCommands: readonly string[] = [
  'getent passwd --',
  'getent group --',
  'id -Gn --',
  'chage -l --',
  'passwd -S --',
  'head -c',
];
