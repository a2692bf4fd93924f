import { PassThrough, Writable } from 'node:stream';
import { main } from '../src/cli/main.ts';
import type { HostSpec } from '../src/host-spec.ts';
import type { Input, Surroundings } from '../src/surroundings.ts';
import type { Home } from './home.ts';
import { toyPlugin } from './toy-plugin.ts';

/** What a command left behind. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface InProcess {
  readonly args: readonly string[];
  readonly home: Home;
  readonly env?: Readonly<Record<string, string>>;
  /** What a person types, one text per question; with it there is a terminal. */
  readonly types?: readonly string[];
  /** A terminal at which somebody has pressed Ctrl-D already. */
  readonly atTerminal?: boolean;
  readonly spec?: Partial<HostSpec>;
}

/** Runs a command in this process, with streams, environment and folders of its own. */
export const runHere = async ({ args, home, env = {}, types, atTerminal = false, spec = {} }: InProcess): Promise<Outcome> => {
  const stdout = new Collector();
  const stderr = new Collector();
  const surroundings: Surroundings = {
    argv: args,
    interpreter: '/usr/bin/node',
    script: 'toy-host',
    env: { ...home.env, ...env },
    cwd: home.project,
    home: home.home,
    user: 'tester',
    platform: 'linux',
    stdin: types === undefined ? Object.assign(emptyInput(), { isTTY: atTerminal }) : terminal({ types, stderr }),
    stdout,
    stderr,
    clock: { now: () => Date.now() },
    onStopSignal: () => () => {},
    exitNow: () => {},
  };
  const exitCode = await main({
    spec: { name: 'toy-host', title: 'Toy host', version: '1.2.3', plugins: [toyPlugin], ...spec },
    surroundings,
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
};

class Collector extends Writable {
  text = '';
  readonly #listeners: (() => void)[] = [];

  onText(listener: () => void): void {
    this.#listeners.push(listener);
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    for (const listener of this.#listeners) listener();
    done();
  }
}

const emptyInput = (): Input => {
  const input = new PassThrough();
  input.end();
  return input;
};

// Types the next text whenever a question stands at the end of what was printed.
const terminal = ({ types, stderr }: { types: readonly string[]; stderr: Collector }): Input => {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const left = [...types];
  let answeredAt = 0;
  stderr.onText(() => {
    if (stderr.text.length === answeredAt || !/(: |\] )$/.test(stderr.text)) return;
    answeredAt = stderr.text.length;
    const text = left.shift();
    if (text !== undefined) setImmediate(() => input.write(text));
  });
  return input;
};
