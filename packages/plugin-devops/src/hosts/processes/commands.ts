/** What the preview of host_process_stop sends: files of /proc, and whose account it is. */
export const processCommands: readonly string[] = ['cat -v --', 'grep -s', 'id -u', 'getent passwd --'];
