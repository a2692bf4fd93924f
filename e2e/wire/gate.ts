import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Home } from '../processes/app/home.ts';

/** A program that runs until the test lets it go on, and then leaves one mark in a file: how often it ran can be counted. */
export interface Gate {
  /** Arguments of process_run. */
  readonly args: { readonly argv: readonly string[] };
  /** Resolves once the program runs. */
  readonly reached: () => Promise<void>;
  /** Lets it end. */
  readonly pass: () => Promise<void>;
  /** How often it has run to its end. */
  readonly runs: () => Promise<number>;
}

/** The configuration that lets the program run after the model confirms. */
export const gateConfig = 'profiles:\n  main:\n    tier: development\n    workspace: { roots: [.], allow_programs: [dd] }\n';

/** Makes a gate in a home's workspace: a named pipe, which `dd` cannot open before somebody writes to it. */
export const makeGate = async ({ home, name = 'gate' }: { home: Home; name?: string }): Promise<Gate> => {
  const path = join(home.workspace, name);
  execFileSync('mkfifo', [path]);
  const marks = join(home.workspace, `${name}.marks`);
  let writer: FileHandle | undefined;
  return {
    args: { argv: ['dd', `if=${name}`, `of=${name}.marks`, 'oflag=append', 'conv=notrunc', 'status=none'] },
    reached: async () => {
      while (writer === undefined) {
        // Succeeds only while somebody waits at the other end.
        writer = await open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined);
        await wait(10);
      }
    },
    pass: async () => {
      await writer?.write('x');
      await writer?.close();
      writer = undefined;
    },
    runs: async () => (await readFile(marks, 'utf8').catch(() => '')).length,
  };
};
