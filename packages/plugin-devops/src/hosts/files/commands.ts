/** What the file tools read with, beside the transfer of files. */
export const fileCommands: readonly string[] = ['sha256sum --'];
