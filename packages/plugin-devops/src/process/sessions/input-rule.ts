import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { isListed } from '../../programs/process-judge.ts';
import { interpreterOf, isLauncher } from '../../programs/program-rules.ts';
import type { Program } from '../../programs/programs.ts';

/** Why a process gets no input; `undefined` when it may. */
export type InputRefusal = string | undefined;

/**
 * Whether lines may be sent to a process. What a shell, an interpreter without a script, or the console of a database reads is code that
 * nobody confirmed, so these have to be granted by name. A script has to be the first argument: flags may carry code of their own.
 */
export const judgeInput = async ({
  program,
  args,
  folder,
  granted,
}: {
  program: Program;
  args: readonly string[];
  folder: string;
  /** Names, or absolute paths, of the profile's `allow_interactive`. */
  granted: readonly string[];
}): Promise<InputRefusal> => {
  if (await isListed({ program, allowed: granted })) return undefined;
  const name = basename(program.name);
  if (isLauncher(program)) return `${name} can start any other program, which would read it`;
  if (isConsole(program)) return `${name} takes commands from its input`;
  if (interpreterOf(program)?.readsStdin !== true) return undefined;
  const script = args[0];
  if (script !== undefined && !script.startsWith('-') && (await isFile(resolve(folder, script)))) return undefined;
  return `${name} without a script as its first argument runs what it reads`;
};

/** Whether a process that is seen running reads commands: what the one that was started may have become, or started. */
export const readsCommands = ({
  argv,
  executable,
  granted,
}: {
  argv: readonly string[];
  executable: string;
  granted: readonly string[];
}): boolean => {
  const [name = '', ...args] = argv;
  const program = { name, real: executable };
  if (granted.some((entry) => [name, executable].some((path) => basename(path) === basename(entry)))) return false;
  if (isConsole(program)) return true;
  const rule = interpreterOf(program);
  if (rule?.readsStdin !== true) return false;
  const script = args.findIndex((argument) => !argument.startsWith('-'));
  const flags = script === -1 ? args : args.slice(0, script);
  if (flags.some((flag) => asksForCommands.test(flag))) return true;
  if (script === 0) return /^(inspect|repl)$/.test(args[0] ?? '');
  return script === -1 && !flags.some((flag) => rule.flags.test(flag));
};

const asksForCommands = /^-[A-Za-z]*i$|^--interactive$|^-s?$/;

const consoles =
  /^(psql|mysql|mariadb|sqlite3?|redis-cli|valkey-cli|mongo|mongosh|cqlsh|clickhouse(-client)?|sqlplus|duckdb|influx|irb|pry|i?python3?-console|ipython[\d.]*|jshell|scala|ghci|ocaml|utop|iex|bc|dc|gnuplot|octave|telnet|ftp|lldb)$/;

const isConsole = (program: Pick<Program, 'name' | 'real'>): boolean =>
  [program.name, program.real].some((path) => consoles.test(basename(path).toLowerCase()));

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );
