/** The files that a sample reads, in the order of the command line. */
const sampledFiles: readonly string[] = [
  '/proc/uptime',
  '/proc/loadavg',
  '/proc/meminfo',
  '/proc/stat',
  '/proc/diskstats',
  '/proc/net/dev',
];

/** Prints every line of the files behind the name of its file; a file that is not there is passed over. */
export const sampleCommand: readonly string[] = ['grep', '-s', '', ...sampledFiles];

/** The lines of each file, from what {@link sampleCommand} printed. */
export const linesByFile = (printed: string): ReadonlyMap<string, readonly string[]> => {
  const files = new Map<string, string[]>(sampledFiles.map((file) => [file, []]));
  for (const line of printed.split('\n')) {
    // Names of these files have no colon, lines of /proc/net/dev do.
    const end = line.indexOf(':');
    files.get(line.slice(0, end))?.push(line.slice(end + 1));
  }
  return files;
};

/** The words of a line. */
export const wordsOf = (line: string): readonly string[] => line.trim().split(/\s+/);

/** The number that a word says; 0 where there is none, as older kernels have fewer columns. */
export const numberOf = (word: string | undefined): number => {
  const value = Number(word);
  return Number.isFinite(value) ? value : 0;
};
