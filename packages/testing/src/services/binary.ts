import { access, constants } from 'node:fs/promises';
import { accessSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A server program, where it may lie, and how to get it. */
export interface ServiceBinary {
  readonly command: string;
  /** The Debian package that brings it. */
  readonly apt: string;
  /** Folders searched before PATH. */
  readonly folders?: readonly string[];
}

/** The service is not installed on this machine. */
export class MissingService extends Error {
  readonly binary: ServiceBinary;

  constructor(binary: ServiceBinary) {
    super(`${binary.command} is not installed. Install it with: apt-get install -y ${binary.apt}`);
    this.name = 'MissingService';
    this.binary = binary;
  }
}

/** The full path of a program; throws {@link MissingService}. */
export const findBinary = async (binary: ServiceBinary): Promise<string> => {
  for (const path of candidates(binary)) {
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  throw new MissingService(binary);
};

/**
 * For `describe.skipIf(skipWithout(binary))`: true, with a loud line on stderr, when the program is missing.
 * Under CI=true a missing program throws instead: nothing may be skipped there.
 */
export const skipWithout = (
  binary: ServiceBinary,
  {
    env = process.env,
    say = sayOnStderr,
  }: { env?: Readonly<Record<string, string | undefined>>; say?: (line: string) => void } = {},
): boolean => {
  if (candidates(binary).some(isExecutable)) return false;
  const missing = new MissingService(binary);
  if (env['CI'] === 'true') throw missing;
  say(`SKIPPED for lack of a service: ${missing.message}`);
  return true;
};

const sayOnStderr = (line: string): void => {
  process.stderr.write(`\n${line}\n`);
};

// Debian keeps daemons in sbin, which is not on every PATH.
const candidates = ({ command, folders = [] }: ServiceBinary): readonly string[] =>
  [...folders, ...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command));

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
