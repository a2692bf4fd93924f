import { destroyers, destroyingArguments, elevators, runners, runningArguments } from './command-table.ts';
import { isDelicate } from '../delicate.ts';
import { readingCommands } from './reading-commands.ts';

/**
 * What a command may do, as policies judge it: `inspect` only reads, `destructive` deletes or stops, `privileged` leaves the limits of
 * the account, `shell` runs something else, which can be anything; `change` is everything that is not known.
 */
export type CommandClass = 'inspect' | 'change' | 'destructive' | 'privileged' | 'shell';

/** Judges a command by its words and its folder alone. Each word is one argument: a semicolon in one separates nothing. */
export const classifyCommand = ({ argv, cwd = '/' }: { argv: readonly string[]; cwd?: string | undefined }): CommandClass => {
  const [program = '', ...args] = argv;
  const names = namesOf(program);
  const isIn = (table: ReadonlySet<string>): boolean => names.some((name) => table.has(name));
  const hasArgument = (table: typeof runningArguments): boolean =>
    names.some((name) => Object.hasOwn(table, name) && args.some((argument) => table[name]?.test(argument)));
  if (isIn(elevators)) return 'privileged';
  if (isIn(runners) || names.some((name) => /^ld-.*\.so/.test(name)) || hasArgument(runningArguments)) return 'shell';
  if (isIn(destroyers) || hasArgument(destroyingArguments)) return 'destructive';
  // A program of a well-known name elsewhere is another program.
  if (!/^(?:\/(?:usr\/(?:local\/)?)?s?bin\/)?[^/]+$/.test(program)) return 'change';
  const base = program.slice(program.lastIndexOf('/') + 1);
  const onlyReads = Object.hasOwn(readingCommands, base) ? readingCommands[base] : undefined;
  return onlyReads?.(args) === true && ![`${cwd}/.`, ...args].some(isDelicate) ? 'inspect' : 'change';
};

/** The name without folder and case, with and without suffix such as `.ext4` and version: what an administrator would look it up by. */
const namesOf = (program: string): readonly string[] => {
  const base = program.slice(program.lastIndexOf('/') + 1).toLowerCase();
  if (base === '.' || base.startsWith('ld-') || base === 'ld.so') return [base];
  const plain = base.replace(/\.(?!so)[a-z0-9_.-]*$/, '');
  return [base, plain, plain.replace(/-?\d[\d.]*$/, '')];
};
