import { basename, resolve } from 'node:path';
import { argumentsOutside } from '../programs/argument-paths.ts';
import { holds } from '../files/confinement.ts';
import type { Confinement } from '../files/confinement.ts';
import { codeFiles, interpreterOf, isLauncher, reasonsFromArguments } from '../programs/program-rules.ts';
import { findProgram, scriptIdentity } from '../programs/programs.ts';
import type { Program } from '../programs/programs.ts';
import type { Command } from './read-commands.ts';
import { checkBuiltin } from './check-builtin.ts';
import { beyondLooking } from './find-arguments.ts';
import { refused, refusedCommand } from './refusal.ts';
import { builtins } from './reserved.ts';
import { startsByOption } from './running-options.ts';
import { checkCommandVariable, checkLineVariable } from './variables.ts';
import type { Word } from './word.ts';

/** One command of a line that may run, and why a person has to agree first. */
export interface JudgedCommand {
  readonly text: string;
  /** The real path of what runs; `undefined` for what bash does itself. */
  readonly program: string | undefined;
  readonly reasons: readonly string[];
  /** The identities of the program and of the files of code among its arguments. */
  readonly guard: readonly string[];
}

export interface ShellRules {
  readonly confinement: Confinement;
  readonly searchFolders: readonly string[];
  readonly allowed: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Judges one command. Throws `forbidden` for what nobody may agree to here. */
export const judgeCommand = async (request: { command: Command; folder: string; rules: ShellRules }): Promise<JudgedCommand> => {
  const { command, folder, rules } = request;
  const { assignments, name, args } = command;
  const text = [...assignments.map(({ word }) => word), ...(name === undefined ? [] : [name]), ...args]
    .map((word) => word.text)
    .join(' ');
  if (name === undefined) {
    if (assignments.length === 0) throw refused({ construct: 'redirection', text: 'without a command' });
    for (const assignment of assignments) checkLineVariable({ name: assignment.name, env: rules.env });
    return { text, program: undefined, reasons: [], guard: [] };
  }
  for (const assignment of assignments) checkCommandVariable(assignment.name);
  const reasons = [
    ...assignments.map(({ word }) => `${word.text} is set for ${name.text}`),
    ...computed(args).map((word) => `the argument ${word.text} is known only when the line runs`),
  ];
  const program = nameOf({ name, rules });
  if (builtins.has(program)) {
    checkBuiltin({ name: program, args, text });
    // The others only print what they are given; this one looks at files.
    const outside = program === 'test' ? await argumentsOutside({ ...places({ folder, rules }), args: valuesOf(args) }) : [];
    return { text, program: undefined, reasons: [...reasons, ...outside.map(leadsOut)], guard: [] };
  }
  return await judgeProgram({
    text,
    reasons,
    args,
    folder,
    rules,
    program: await findProgram({ name: program, folder, searchFolders: rules.searchFolders }),
  });
};

const places = ({ folder, rules: { confinement, env } }: { folder: string; rules: ShellRules }) => ({
  confinement,
  folder,
  home: env['HOME'] ?? '/',
});
const leadsOut = (argument: string): string => `"${argument}" names something outside the workspace`;
const computed = (words: readonly Word[]): readonly Word[] => words.filter(({ value }) => value === undefined);
const valuesOf = (words: readonly Word[]): readonly string[] =>
  words.flatMap(({ value }) => (value === undefined ? [] : [value]));

const nameOf = ({ name, rules }: { name: Word; rules: ShellRules }): string => {
  if (!name.plain || (name.text !== ':' && !/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(name.text)))
    throw refused({ construct: 'name', text: name.text });
  if (rules.allowed.includes(name.text)) return name.text;
  throw refusedCommand({
    text: name.text,
    why: 'is not in shell.allow of this profile',
    hint: `Allowed here: ${rules.allowed.join(', ') || 'nothing'}. process_run runs any other program once a person agreed.`,
    reason: 'not_allowed',
  });
};

const startsOthers = ({ program, args }: { program: Program; args: readonly string[] }): string | undefined => {
  const isFind = program.name === 'find' && basename(program.real) === 'find';
  if (isFind) return beyondLooking(args);
  return reasonsFromArguments({ program, args })[0] ?? startsByOption({ name: program.name, args });
};

const judgeProgram = async (request: {
  text: string;
  program: Program;
  reasons: readonly string[];
  args: readonly Word[];
  folder: string;
  rules: ShellRules;
}): Promise<JudgedCommand> => {
  const { text, program, args, folder, rules } = request;
  const { confinement } = rules;
  const values = valuesOf(args);
  const outside = await argumentsOutside({ ...places({ folder, rules }), args: values });
  const other = startsOthers({ program, args: values });
  const runsArguments = isLauncher(program) || interpreterOf(program) !== undefined;
  const hidden = runsArguments && computed(args).length > 0 ? 'runs what its arguments say, and they are computed' : undefined;
  if (other !== undefined || hidden !== undefined) {
    throw refusedCommand({
      text,
      why: `cannot be judged, because ${other ?? `${program.name} ${hidden}`}`,
      hint: 'Run it alone with process_run and argv, where a person can agree to it.',
      reason: 'runs_others',
    });
  }
  const writable = confinement.roots.some((root) => holds(root, program.real) || holds(root, program.path));
  const files = await Promise.all(codeFiles({ program, args: values }).map((file) => scriptIdentity(resolve(folder, file))));
  return {
    text,
    program: program.real,
    reasons: [
      ...request.reasons,
      ...(writable ? [`${program.name} lies inside the workspace, where tools can change it`] : []),
      ...outside.map(leadsOut),
    ],
    guard: [`${program.real}:${program.identity}`, ...files.filter((file) => file !== undefined)],
  };
};
