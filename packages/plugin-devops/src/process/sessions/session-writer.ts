import { readFile, readlink } from 'node:fs/promises';
import { LineclearError } from '@lineclear/core/plugin';
import { openFolder } from '../../files/folder.ts';
import { judgeAgain } from '../../programs/judge-again.ts';
import type { Judged, JudgeProcess } from '../../programs/process-judge.ts';
import { judgeInput, readsCommands } from './input-rule.ts';
import { livingFamily } from './process-family.ts';
import type { Session } from './session.ts';
import type { SessionName } from './session-reader.ts';
import type { Sessions } from './sessions.ts';
import { toView } from './session-view.ts';
import type { SessionView } from './session-view.ts';

/** What a confirmed write may do with processes. */
export interface SessionWriter {
  /** Starts what was previewed, and only while its files are still the same. */
  readonly start: (request: {
    argv: readonly string[];
    path: string;
    name: string;
    terminal: boolean;
    guard: Judged['guard'];
    principal: string;
    planId: string;
  }) => Promise<SessionView>;
  /** Sends text to the process of a plan, where it takes any; `conflict` and `forbidden` say why not, and nothing was sent then. */
  readonly write: (
    request: SessionName & { planId: string; text: string; newline: boolean; end: boolean },
  ) => Promise<SessionView>;
  /** Ends a process with everything that it started; the answer says how it ended. */
  readonly stop: (request: SessionName & { signal: NodeJS.Signals }) => Promise<SessionView>;
}

export const createSessionWriter = (parts: {
  sessions: Sessions;
  judge: JudgeProcess;
  env: Readonly<Record<string, string>>;
  granted: readonly string[];
}): SessionWriter => ({
  start: async ({ argv, path, name, terminal, guard, principal, planId }) => {
    const { folder, program } = await judgeAgain({ judge: parts.judge, argv, path, guard });
    const args = argv.slice(1);
    const inputRefusal = await judgeInput({ program, args, folder: folder.real, granted: parts.granted });
    await using cwd = await openFolder(folder.real);
    const session = await parts.sessions.start({
      facts: { planId, principal, name, argv, terminal, inputRefusal },
      call: { program: program.path, invokedAs: program.name, args, folder: cwd, env: parts.env },
    });
    return toView(session);
  },
  write: async ({ id, principal, planId, text, newline, end }) => {
    const session = parts.sessions.find({ id, principal, planId });
    await checkInput({ session, granted: parts.granted });
    // Enter sends a carriage return on a terminal; the terminal makes a line end of it for programs that want one.
    const ending = session.facts.terminal ? '\r' : '\n';
    if (!session.write({ text: newline ? text + ending : text, end })) throw notTaken();
    return toView(session);
  },
  stop: async ({ id, principal, signal }) => {
    const session = parts.sessions.find({ id, principal });
    await session.stop({ signal, reason: 'stopped' });
    return toView(session);
  },
});

const checkInput = async ({ session, granted }: { session: Session; granted: readonly string[] }): Promise<void> => {
  const { inputRefusal } = session.facts;
  if (inputRefusal !== undefined) throw refused(inputRefusal);
  if (session.state !== 'running') throw notTaken();
  // What was judged at its start may have become something else, or have started a shell that reads the same input.
  const family = await livingFamily(session.head);
  for (const { pid } of family) {
    const name = await commandReader({ pid, granted });
    if (name !== undefined) throw refused(`"${name}", which it runs now, would read it as commands`);
  }
};

/** The name of a process that reads commands; `undefined` for every other, and for one that has just ended. */
const commandReader = async ({ pid, granted }: { pid: number; granted: readonly string[] }): Promise<string | undefined> => {
  const [commandLine, executable] = await Promise.all([
    readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    readlink(`/proc/${pid}/exe`).catch(() => ''),
  ]);
  const argv = commandLine.split('\0').slice(0, -1);
  return readsCommands({ argv, executable, granted }) ? executable : undefined;
};

const refused = (reason: string): LineclearError =>
  new LineclearError('forbidden', `This process gets no input: ${reason}.`, {
    hint: 'Nobody confirmed what would run. Put it into a file and run that, or ask the operator for allow_interactive.',
    details: { reason: 'no_input' },
    effect: 'none',
  });

const notTaken = (): LineclearError =>
  new LineclearError(
    'conflict',
    'This process takes no input now: it ended, its input was ended, or it has not read what came before.',
    {
      hint: 'Use process_read to see what it does.',
      details: { reason: 'input_closed' },
      effect: 'none',
    },
  );
