import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Frame } from '../processes/app/frames.ts';
import type { Home } from '../processes/app/home.ts';
import { launcherOf } from '../processes/app/built.ts';

const launcher = fileURLToPath(
  new URL('../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js', import.meta.url),
);
const compileCache = fileURLToPath(new URL('../node_modules/.cache/inspector', import.meta.url));

/** Inspector's answer: what it prints, as a frame, and its exit code (5 = the tool answered with an error). */
export interface Inspected {
  readonly frame: Frame;
  readonly exitCode: number;
}
export type Inspect = (
  method: string,
  call?: { readonly tool: string; readonly args: Readonly<Record<string, unknown>> },
) => Promise<Inspected>;

/** Inspector's command line, one process for every request, against the app over HTTP or started by Inspector itself. */
export const inspector =
  ({
    home,
    era,
    server,
  }: {
    home: Home;
    era: 'legacy' | 'modern';
    server: { url: string; token: string } | undefined;
  }): Inspect =>
  async (method, call) => {
    const tool = call === undefined ? [] : ['--tool-name', call.tool, '--tool-args-json', JSON.stringify(call.args)];
    const environment = Object.entries(home.env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const target =
      server === undefined
        ? [process.execPath, launcherOf('ops'), ...environment]
        : [server.url, '--transport', 'http', '--header', `Authorization: Bearer ${server.token}`];
    const { stdout, stderr, exitCode } = await runInspector({
      home,
      args: ['--cli', '--format', 'json', '--protocol-era', era, '--method', method, ...tool, ...target],
    });
    const [line = ''] = stdout.split('\n', 1);
    if (line === '') throw new Error(`Inspector printed nothing (exit code ${exitCode}): ${stderr}`);
    return { frame: Frame.parse({ jsonrpc: '2.0', ...JSON.parse(line) }), exitCode };
  };

const runInspector = ({
  home,
  args,
}: {
  home: Home;
  args: readonly string[];
}): Promise<{ stdout: string; stderr: string; exitCode: number }> =>
  new Promise((resolve) => {
    const env = { ...home.env, NODE_COMPILE_CACHE: compileCache };
    execFile(process.execPath, [launcher, ...args], { cwd: home.workspace, env }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: error === null ? 0 : Number(error.code) });
    });
  });

/** Does all jobs, two at a time: each is a process or two, and the machine may have no more cores. */
export const twoAtATime = async <Job, Done>({
  jobs,
  work,
}: {
  jobs: readonly Job[];
  work: (job: Job) => Promise<Done>;
}): Promise<readonly Done[]> => {
  const done: Done[] = [];
  const queue = jobs.entries();
  const worker = async (): Promise<void> => {
    for (const [index, job] of queue) done[index] = await work(job);
  };
  await Promise.all([worker(), worker()]);
  return done;
};
