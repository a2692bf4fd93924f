import type { Home } from './home.ts';
import { Frame } from './frames.ts';
import { modernMeta } from './modern.ts';
import { type Running, start, type StartOptions } from './start.ts';

/** A connection over stdio, one line at a time. */
export interface RawStdio extends Running {
  /** Sends a request and waits for its answer. */
  readonly request: (method: string, params?: Readonly<Record<string, unknown>>) => Promise<Frame>;
  readonly callTool: (name: string, args: unknown) => Promise<Frame>;
  /** Sends text as it is, with a line break. */
  readonly send: (line: string) => void;
  /** Every frame so far; throws when a line of stdout is none. */
  readonly frames: () => readonly Frame[];
  /** Waits for a frame among those that came and will come. */
  readonly frame: (is: (frame: Frame) => boolean) => Promise<Frame>;
  readonly lastId: () => number;
}

export interface RawStdioOptions extends Partial<StartOptions> {
  readonly home: Home;
  readonly era: 'legacy' | 'modern';
  readonly capabilities?: Readonly<Record<string, unknown>>;
}

/** Starts an app over stdio, and opens a session where the era has one. */
export const openStdio = async ({ era, capabilities = {}, ...options }: RawStdioOptions): Promise<RawStdio> => {
  const running = start({ args: ['--stdio'], ...options });
  const frames = (): readonly Frame[] =>
    running
      .stdout()
      .split('\n')
      .slice(0, -1)
      .map((line) => Frame.parse(JSON.parse(line)));
  const arrived = frameQueue(running);
  let last = 0;
  const send = (line: string): void => void running.child.stdin?.write(`${line}\n`);
  const request: RawStdio['request'] = (method, params = {}) => {
    last += 1;
    const id = last;
    const all =
      era === 'modern'
        ? { ...params, _meta: { ...modernMeta(capabilities), ...(params['_meta'] as object | undefined) } }
        : params;
    send(JSON.stringify({ jsonrpc: '2.0', id, method, params: all }));
    return arrived((frame) => frame.id === id && frame.method === undefined);
  };
  if (era === 'legacy') {
    await request('initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'e2e', version: '1.0.0' } });
    send(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
  }
  return {
    ...running,
    send,
    request,
    callTool: (name, args) => request('tools/call', { name, arguments: args }),
    frames,
    frame: arrived,
    lastId: () => last,
  };
};

/** Looks every frame over once for each one that waits, so that thousands of answers cost no more than their lines. */
const frameQueue = (running: Running): RawStdio['frame'] => {
  const seen: Frame[] = [];
  const waiting = new Set<(frame: Frame) => boolean>();
  let rest = '';
  let failure: Error | undefined;
  const failures = new Set<(error: Error) => void>();
  const fail = (error: Error): void => {
    failure = error;
    for (const reject of failures) reject(error);
  };
  running.child.stdout?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const parsed = Frame.safeParse(parseJson(line));
      if (!parsed.success) return fail(new Error(`stdout has a line that is no frame: ${line.slice(0, 500)}`));
      seen.push(parsed.data);
      for (const take of waiting) if (take(parsed.data)) waiting.delete(take);
    }
  });
  void running.ended.then(({ exitCode, stderr }) => fail(new Error(`the server ended with ${exitCode}: ${stderr}`)));
  return (is) =>
    new Promise((resolve, reject) => {
      const known = seen.find(is);
      if (known !== undefined) return resolve(known);
      if (failure !== undefined) return reject(failure);
      failures.add(reject);
      waiting.add((frame) => {
        if (!is(frame)) return false;
        failures.delete(reject);
        resolve(frame);
        return true;
      });
    });
};

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
