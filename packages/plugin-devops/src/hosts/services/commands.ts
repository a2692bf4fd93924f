/** What every question about units begins with. */
export const showCommand: readonly string[] = ['systemctl', 'show', '--no-pager'];

/** What the service tools read with. */
export const serviceCommands: readonly string[] = [showCommand.join(' ')];
