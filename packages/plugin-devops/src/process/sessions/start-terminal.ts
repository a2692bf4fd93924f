import { constants } from 'node:os';
import { LineclearError } from '@lineclear/core/plugin';
import type * as Terminals from '@lydell/node-pty';
import type { ChildEnd, StartChild } from './child.ts';
import { createPace } from './pace.ts';

/** Starts a process on a terminal of its own: it sees one, and its output is one stream. */
export const startTerminal: StartChild = async (call) => {
  if (call.program.includes('=')) throw notOnTerminal('A program with "=" in its path cannot be started on a terminal.');
  const { spawn } = await loadTerminals();
  // The library sets PWD to the folder it is given, which is a descriptor here: `env` gives the program the folder's name instead.
  const terminal = spawn('/usr/bin/env', [`PWD=${call.folder.real}`, call.program, ...call.args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: call.folder.at('.'),
    env: { ...call.env },
  });
  const exited = Promise.withResolvers<ChildEnd>();
  const pace = createPace(terminal);
  terminal.onData((text) => {
    pace(call.onOutput({ stream: 'stdout', chunk: Buffer.from(text) }));
  });
  // Without a second listener the library throws what goes wrong after the end of the program.
  if ('on' in terminal && typeof terminal.on === 'function') terminal.on('error', () => undefined);
  terminal.onExit(({ exitCode, signal = 0 }) =>
    exited.resolve(signal === 0 ? { exitCode, signal: null } : { exitCode: null, signal: signalName(signal) }),
  );
  return {
    pid: terminal.pid,
    write: ({ text, end }) => {
      terminal.write(end ? `${text}${endOfInput}` : text);
      return true;
    },
    exited: exited.promise,
    // The library reports the end when the output was read.
    drained: exited.promise.then(() => undefined),
  };
};

const columns = 120;
const rows = 30;
const endOfInput = '\u0004';

// The native part is loaded by the first one who wants a terminal.
const loadTerminals = async (): Promise<Pick<typeof Terminals, 'spawn'>> => {
  try {
    return await import('@lydell/node-pty');
  } catch (error) {
    throw notOnTerminal('Terminals are not available on this machine: the native part of @lydell/node-pty is missing.', error);
  }
};

const notOnTerminal = (message: string, cause?: unknown): LineclearError =>
  new LineclearError('unsupported', message, {
    hint: 'Start it without pty.',
    details: { reason: 'no_terminal' },
    effect: 'none',
    cause,
  });

const signalName = (number: number): string =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
