/** What every reading of the journal begins with. */
export const journalCommand: readonly string[] = ['journalctl', '--no-pager', '--utc', '--output=short-iso', '--show-cursor'];

/** What host_logs sends, beside the transfer of files. */
export const logCommands: readonly string[] = [journalCommand.join(' '), 'date +%z'];
