import { LineclearError } from '@lineclear/core/plugin';
import { argumentsOutside } from '../programs/argument-paths.ts';
import type { Location } from '../files/confinement.ts';
import { openLocated } from '../files/open-located.ts';
import { findProgram } from '../programs/programs.ts';
import type { Program } from '../programs/programs.ts';
import type { LocateTarget } from '../files/target.ts';
import { judgeCommand } from './judge-command.ts';
import type { JudgedCommand, ShellRules } from './judge-command.ts';
import { judgeRedirection } from './judge-redirection.ts';
import type { ParseLine } from './parse-line.ts';
import type { Command } from './read-commands.ts';
import { readLine } from './read-line.ts';
import { checkLineVariable } from './variables.ts';
import type { Word } from './word.ts';

/** A shell line that may run, and why a person has to agree first. */
export interface JudgedLine {
  readonly folder: Location;
  readonly shell: Program;
  /** How bash is started: what the line does not use is switched off. */
  readonly switches: readonly string[];
  readonly commands: readonly JudgedCommand[];
  readonly redirections: readonly string[];
  readonly reasons: readonly string[];
  /** What would be run, where, and why a person is asked. Links can change all of it without a change of the line. */
  readonly guard: { readonly folder: string; readonly files: readonly string[]; readonly reasons: readonly string[] };
}
export type JudgeLine = (request: { line: string; path: string }) => Promise<JudgedLine>;

/** Judges lines without running anything of them. Throws `forbidden` where a line holds what nobody may agree to. */
export const createJudgeLine =
  (parts: { rules: ShellRules; parse: ParseLine; locateTarget: LocateTarget }): JudgeLine =>
  async ({ line, path }) => {
    const { rules, parse, locateTarget } = parts;
    const { confinement } = rules;
    const folder = await confinement.locate({ path });
    // Closed again at once: only what is a folder can be run in.
    await (await openLocated(folder))[Symbol.asyncDispose]();
    const reading = await readLine({ line, parse });
    for (const { variable } of reading.loops) checkLineVariable({ name: variable, env: rules.env });
    const within = { folder: folder.real, rules };
    const commands = await inOrder(reading.commands, (command) => judgeCommand({ command, ...within }));
    const redirections = await inOrder(reading.redirections, (redirection) =>
      judgeRedirection({ redirection, folder: folder.real, confinement, locateTarget }),
    );
    const shell = await findShell(rules);
    const words = [...reading.commands.flatMap(({ args }) => args), ...reading.loops.flatMap(({ items }) => items)];
    await refuseProtected({ words: [...words, ...reading.commands.flatMap(assigned)], folder: folder.real, rules });
    const expands = words.some(({ value }) => value === undefined);
    const reasons = [
      ...new Set([
        ...commands.flatMap((command) => command.reasons),
        ...redirections.flatMap(({ writes }) => (writes === undefined ? [] : [`it writes the file "${writes}"`])),
      ]),
    ];
    return {
      folder,
      shell,
      switches: [
        '--noprofile',
        '--norc',
        '-p',
        '+B',
        // Names of files are filled in only where a person sees that they are.
        ...(expands ? [] : ['-f']),
        // A restricted shell refuses paths as commands and changes of PATH by itself; it would refuse all output too.
        ...(redirections.some(({ isOutput }) => isOutput) ? [] : ['-r']),
      ],
      commands,
      redirections: redirections.map(({ text }) => text),
      reasons,
      guard: {
        folder: folder.real,
        files: [`${shell.real}:${shell.identity}`, ...commands.flatMap(({ guard }) => guard)],
        reasons,
      },
    };
  };

const assigned = ({ assignments }: Command): readonly Word[] => assignments.map(({ word }) => word);

// Whatever a word is for, it can end up as an argument: `x=/path; cat $x`.
const refuseProtected = async ({ words, folder, rules }: { words: readonly Word[]; folder: string; rules: ShellRules }) => {
  const args = words.map(({ value, text }) => value ?? text);
  await argumentsOutside({ confinement: rules.confinement, folder, home: rules.env['HOME'] ?? '/', args });
};

// One after the other, so that the refusal is about the first thing to refuse.
const inOrder = async <Item, Result>(
  items: readonly Item[],
  judge: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const judged: Result[] = [];
  for (const item of items) judged.push(await judge(item));
  return judged;
};

const findShell = async ({ searchFolders }: ShellRules): Promise<Program> => {
  try {
    return await findProgram({
      name: 'bash',
      folder: '/',
      searchFolders: ['/bin', '/usr/bin', '/usr/local/bin', ...searchFolders],
    });
  } catch (error) {
    throw new LineclearError('unsupported', 'There is no bash on this machine.', {
      hint: 'Use process_run, or ask the operator to install bash.',
      details: { reason: 'no_bash' },
      effect: 'none',
      cause: error,
    });
  }
};
