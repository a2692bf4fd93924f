import { run, type Running, start, type StartOptions } from './start.ts';

/** An app that serves HTTP on a free port of the loopback address. */
export interface Served extends Running {
  /** Ends in `/mcp`. */
  readonly url: string;
  /** The token of its first start; what `--no-auth` prints instead is no token. */
  readonly token: string;
}

/** Starts an app over HTTP and waits until it takes requests. */
export const serveHttp = async ({
  args = [],
  ...options
}: Omit<StartOptions, 'args'> & { args?: readonly string[] }): Promise<Served> => {
  const running = start({ ...options, args: ['serve', '--http', '127.0.0.1:0', ...args] });
  const [, url = ''] = await running.waitFor(/URL +(http:\S+)/);
  const [, token = ''] = await running.waitFor(/Token +(\S+)/);
  await running.waitFor(/Ctrl-C stops it/);
  return { ...running, url, token };
};

/** Makes a token with the app's own command. */
export const makeToken = async ({ home, app, args }: Pick<StartOptions, 'home' | 'app' | 'args'>): Promise<string> => {
  const { exitCode, stdout, stderr } = await run({
    home,
    ...(app === undefined ? {} : { app }),
    args: ['token', 'create', ...args],
  });
  if (exitCode !== 0) throw new Error(`no token was made: ${stderr}`);
  return stdout.trim();
};
