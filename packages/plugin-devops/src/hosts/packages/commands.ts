/** What the preview of host_package sends: each says what it would do, and does nothing. */
export const packageCommands: readonly string[] = ['apt-get -s', 'dnf --assumeno', 'apk --simulate'];
