import { realpath } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { argumentsOutside } from './argument-paths.ts';
import { holds } from '../files/confinement.ts';
import type { Confinement, Location } from '../files/confinement.ts';
import { openLocated } from '../files/open-located.ts';
import { codeFiles, reasonsFromArguments } from './program-rules.ts';
import { findProgram, scriptIdentity } from './programs.ts';
import type { Program } from './programs.ts';

/** A process that may be started, and why a person has to agree first. */
export interface Judged {
  readonly folder: Location;
  readonly program: Program;
  /** Empty when the profile allows it as it is. */
  readonly reasons: readonly string[];
  /** What would be run, where, and why a person is asked. Links can change all of it without a change of the arguments. */
  readonly guard: {
    readonly program: string;
    readonly folder: string;
    /** For interpreters, the files of code among the arguments. */
    readonly files: readonly string[];
    readonly reasons: readonly string[];
  };
}
export type JudgeProcess = (request: { argv: readonly string[]; path: string }) => Promise<Judged>;

/** Looks a process up without starting it. Throws `forbidden` where nobody may agree to it. */
export const createJudgeProcess =
  (parts: {
    confinement: Confinement;
    searchFolders: readonly string[];
    allowed: readonly string[];
    home: string;
  }): JudgeProcess =>
  async ({ argv, path }) => {
    const { confinement, searchFolders, allowed, home } = parts;
    const [name = '', ...args] = argv;
    const folder = await confinement.locate({ path });
    // Closed again at once: only what is a folder can be run in.
    await (await openLocated(folder))[Symbol.asyncDispose]();
    const within = { confinement, folder: folder.real, home };
    // Where the program lies is judged below; here it only must not be protected.
    if (name.includes('/')) await argumentsOutside({ ...within, args: [name] });
    const outside = await argumentsOutside({ ...within, args });
    const program = await findProgram({ name, folder: folder.real, searchFolders });
    const writable = confinement.roots.some((root) => holds(root, program.real) || holds(root, program.path));
    const listed = await isListed({ program, allowed });
    const reasons = [
      ...(listed ? [] : [`${name} is not in allow_programs of this profile`]),
      ...(writable ? [`${name} lies inside the workspace, where tools can change it`] : []),
      ...reasonsFromArguments({ program, args }),
      ...outside.map((argument) => `"${argument}" names something outside the workspace`),
    ];
    const files = await Promise.all(codeFiles({ program, args }).map((script) => scriptIdentity(resolve(folder.real, script))));
    return {
      folder,
      program,
      reasons,
      guard: {
        program: `${program.real}:${program.identity}`,
        folder: folder.real,
        files: files.filter((file) => file !== undefined),
        reasons,
      },
    };
  };

/** A bare name allows what the search path finds under it; a path allows that file under that name (some programs act by their name). */
export const isListed = async ({ program, allowed }: { program: Program; allowed: readonly string[] }): Promise<boolean> => {
  if (!program.name.includes('/') && allowed.includes(program.name)) return true;
  const sameName = allowed.filter((entry) => entry.includes('/') && basename(entry) === basename(program.name));
  const files = await Promise.all(sameName.map((entry) => realpath(entry).catch(() => entry)));
  return files.includes(program.real);
};
