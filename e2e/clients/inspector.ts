import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { Frame } from '../processes/app/frames.ts';
import type { Home } from '../processes/app/home.ts';
import { launcherOf } from '../processes/app/built.ts';

const launcher = fileURLToPath(
  new URL('../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js', import.meta.url),
);
const child = fileURLToPath(new URL('inspector-child.ts', import.meta.url));
const compileCache = fileURLToPath(new URL('../node_modules/.cache/inspector', import.meta.url));

/** Inspector's answer: what it prints, as a frame, and its exit code (5 = the tool answered with an error). */
export interface Inspected {
  readonly frame: Frame;
  readonly exitCode: number;
}
/** What Inspector is asked to do, and with which server: one that serves HTTP, or the app with these arguments, which Inspector starts itself. */
interface Request {
  readonly method: string;
  readonly tool?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly server?: { readonly url: string; readonly token: string } | { readonly args: readonly string[] } | undefined;
}
export type Inspect = (request: Request) => Promise<Inspected>;
export type Era = 'legacy' | 'modern';

interface Way {
  readonly home: Home;
  readonly era: Era;
}

/** Inspector as people start it, one process for every request, against the app over HTTP or started by Inspector itself. */
export const inspector =
  (way: Way): Inspect =>
  async (request) => {
    const { home } = way;
    const args = [launcher, '--cli', ...argumentsFor({ way, request })];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, args, { cwd: home.workspace, env: environmentOf(home) }, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : Number(error.code);
        const [line = ''] = stdout.split('\n', 1);
        if (line === '') reject(new Error(`Inspector printed nothing (exit code ${exitCode}): ${stderr}`));
        else resolve({ frame: frameOf(line), exitCode });
      });
    });
  };

/** The same command line, loaded once for many requests: most of a process's time is loading it. One request at a time. */
export const loadedInspector = (way: Way): { readonly inspect: Inspect } & AsyncDisposable => {
  const { home } = way;
  const running = spawn(process.execPath, [child], { cwd: home.workspace, env: environmentOf(home) });
  let complaints = '';
  running.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const ended = once(running, 'close');
  const lines = createInterface({ input: running.stdout })[Symbol.asyncIterator]();
  const inspect: Inspect = async (request) => {
    running.stdin.write(`${JSON.stringify([process.execPath, launcher, ...argumentsFor({ way, request })])}\n`);
    const printed: string[] = [];
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`Inspector has ended: ${complaints}`);
      const ending = Ending.safeParse(JSON.parse(value));
      if (!ending.success) printed.push(value);
      else if (printed[0] === undefined) throw new Error(`Inspector printed nothing: ${complaints}`);
      else return { frame: frameOf(printed[0]), ...ending.data };
    }
  };
  return {
    inspect,
    [Symbol.asyncDispose]: async () => {
      running.stdin.end();
      await ended;
    },
  };
};

const Ending = z.strictObject({ exitCode: z.number() });

const frameOf = (line: string): Frame => Frame.parse({ jsonrpc: '2.0', ...JSON.parse(line) });

const environmentOf = (home: Home) => ({ ...home.env, NODE_COMPILE_CACHE: compileCache });

const argumentsFor = ({
  way: { home, era },
  request: { method, tool, args, server = { args: [] } },
}: {
  way: Way;
  request: Request;
}): readonly string[] => {
  const call = tool === undefined ? [] : ['--tool-name', tool, '--tool-args-json', JSON.stringify(args)];
  const environment = Object.entries(home.env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const target =
    'url' in server
      ? [server.url, '--transport', 'http', '--header', `Authorization: Bearer ${server.token}`]
      : [process.execPath, launcherOf('ops'), ...server.args, ...environment];
  // Its own fifteen seconds are too few for an app that starts while others have the cores.
  return ['--format', 'json', '--protocol-era', era, '--connect-timeout', '60000', '--method', method, ...call, ...target];
};
