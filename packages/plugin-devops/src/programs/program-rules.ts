import { basename } from 'node:path';
import type { Program } from './programs.ts';

/**
 * Why a person has to approve a program that the profile allows; empty when there is no reason. A list of known cases, not a boundary:
 * the boundary is the list of allowed programs.
 */
export const reasonsFromArguments = ({ program, args }: { program: Program; args: readonly string[] }): readonly string[] => {
  if (isLauncher(program)) return [`${program.name} can start any other program`];
  const names = args.find((argument) => namesOf(program).some((name) => readsNames[name]?.test(argument) === true));
  if (names !== undefined) return [`"${program.name} ${names}" opens files that its arguments do not name`];
  const rule = interpreterOf(program);
  if (rule === undefined) return [];
  const command = args.find((argument) => rule.commands?.test(argument) === true);
  if (command !== undefined) return [`"${program.name} ${command}" runs other programs or code`];
  const flag = args.find((argument) => rule.flags.test(argument));
  if (flag !== undefined) return [`${program.name} would run code or settings given by "${flag}"`];
  const hasScript = args.some((argument) => !argument.startsWith('-') || rule.scripts?.test(argument) === true);
  const readsStdin = rule.readsStdin && !hasScript;
  return readsStdin ? [`${program.name} without a script runs what it reads from stdin`] : [];
};

/** The files, relative to the working folder, that say what an interpreter or build tool does. */
export const codeFiles = ({ program, args }: { program: Program; args: readonly string[] }): readonly string[] => {
  const rule = interpreterOf(program);
  return rule === undefined ? [] : [...args.filter((argument) => !argument.startsWith('-')), ...(rule.definedBy ?? [])];
};

type Named = Pick<Program, 'name' | 'real'>;

/** Whether its arguments start any other program. */
export const isLauncher = (program: Named): boolean => namesOf(program).some((name) => launchers.has(name));

const namesOf = (program: Named): readonly string[] => [program.name, program.real].map((path) => basename(path).toLowerCase());

/** What is known of a program that runs code it is given; `undefined` for every other. */
export const interpreterOf = (program: Named): InterpreterRule | undefined =>
  interpreters.find((rule) => namesOf(program).some((name) => rule.names.test(name)));

// Programs whose arguments, scripts or configuration start further programs. Git belongs here for -c, aliases, hooks and filters.
const launchers: ReadonlySet<string> = new Set(
  `env xargs sudo su doas pkexec runuser nohup nice ionice chrt taskset setsid stdbuf timeout time watch strace ltrace gdb script
  unshare nsenter chroot bwrap firejail flock parallel busybox toybox ssh scp sftp rsync find fd awk gawk mawk nawk original-awk sed ed
  ex vi vim nvim emacs nano less more most man tar bsdtar zip unzip git npx pnpx bunx uvx pipx docker podman nerdctl kubectl
  systemd-run crontab at batch socat nc ncat tclsh expect m4 start-stop-daemon run-parts ld.so ld-linux-x86-64.so.2`.split(/\s+/),
);

// `--files0-from`, and what is short for it: the list may name files outside the workspace.
const readsNames: Readonly<Record<string, RegExp>> = { sort: /^--fil/, wc: /^--f/, du: /^--f/ };

export interface InterpreterRule {
  readonly names: RegExp;
  /** Flags that carry code, or name code outside the arguments. */
  readonly flags: RegExp;
  /** Arguments that make it run something else. */
  readonly commands?: RegExp;
  /** Flags that say which files or modules it runs, so that it reads no code from stdin. */
  readonly scripts?: RegExp;
  /** Files in the working folder that define what it does. */
  readonly definedBy?: readonly string[];
  readonly readsStdin: boolean;
}

const interpreters: readonly InterpreterRule[] = [
  {
    names: /^(r?ba|da|a|z|k|mk|c|tc|fi|pw|power)?sh([\d.-]*)$/,
    flags: /^[-+][a-z]*[cis]|^--?(command|init|rcfile|encodedcommand)/i,
    readsStdin: true,
  },
  { names: /^(python|pypy)[\d.]*$/, flags: /^-[a-ln-z]*c|^-$/i, scripts: /^-[bBdEiIOPqRsSuvx]*m./, readsStdin: true },
  {
    names: /^(node|nodejs|tsx|ts-node)$/,
    flags:
      /^-[a-z]*[epr]|^--(eval|print|require|import|loader|experimental|env[-_]file|inspect|snapshot[-_]blob|no[-_]test$|test[-_](global[-_]setup|reporter=(?!(spec|tap|dot|junit|lcov)$)))|^-$/i,
    // The test files of the folder, as a script of package.json would run them, or such a script.
    scripts: /^--(test$|run=)/,
    definedBy: ['package.json'],
    readsStdin: true,
  },
  {
    names: /^(deno|bun)$/,
    flags: /^-[a-z]*[epr]|^--(eval|print|require|import|preload|env-file)|^-$/i,
    commands: /^(eval|repl|exec|x)$/,
    readsStdin: true,
  },
  { names: /^perl[\d.]*$/, flags: /^-[a-z0-9]*[emid]|^-$/i, readsStdin: true },
  { names: /^(ruby|irb)[\d.]*$/, flags: /^-[a-z0-9]*[er]|^-$/i, readsStdin: true },
  { names: /^php[\d.]*$/, flags: /^-[a-z]*[rbed]|^-$/i, readsStdin: true },
  {
    names: /^(lua(jit)?[\d.-]*|rscript|r|julia|elixir|erl|osascript|groovy|guile)$/,
    flags: /^-[a-z]*[el]|^--(eval|print)|^-$/i,
    readsStdin: true,
  },
  {
    names: /^(npm|pnpm|yarn|corepack)(-cli)?(\.c?js)?$/,
    flags: /^-c$|^--(call|script-shell|shell|node-options|prefix|globalconfig|userconfig|config)/,
    commands: /^(exec|x|dlx|explore|config|set|init|create|edit)$/,
    definedBy: ['package.json'],
    readsStdin: false,
  },
  {
    names: /^g?make$/,
    flags: /^--(eval|file|makefile|include-dir|directory)|^-[fIC]|^[A-Za-z_]+[:+?!]?=/,
    definedBy: ['GNUmakefile', 'makefile', 'Makefile'],
    readsStdin: false,
  },
];
