import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './at-exit.ts';

// Below the range that systems hand out for port 0 and for outgoing connections (32768 and up on
// Linux), where any process may be given the port between its choice here and its use.
const first = 10_000;
const last = 32_000;
const mostTries = 1_000;

/** Free loopback ports, all different. No other process is given one of them here for as long as this process runs. */
export const freePort = async (count: number): Promise<readonly number[]> => {
  const ports: number[] = [];
  for (let tries = 0; ports.length < count; tries += 1) {
    if (tries === mostTries)
      throw new Error(`After ${mostTries} tries, ${ports.length} of ${count} free loopback ports are found.`);
    const port = first + Math.floor(Math.random() * (last - first));
    if (claim(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
};

// A server may bind its port seconds after it was chosen.
const folder = join(tmpdir(), 'lineclear-ports');
const claimed = new Set<number>();

const claim = (port: number): boolean => {
  if (claimed.has(port)) return false;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${port}`);
  try {
    writeFileSync(file, `${process.pid}`, { flag: 'wx' });
  } catch {
    // Who ended without giving it back needs it no more; somebody else may choose it next time.
    if (!isRunning(file)) rmSync(file, { force: true });
    return false;
  }
  if (claimed.size === 0) atExit(giveBack);
  claimed.add(port);
  return true;
};

const giveBack = (): void => {
  for (const port of claimed) rmSync(join(folder, `${port}`), { force: true });
};

const isRunning = (file: string): boolean => {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port }, () => server.close(() => resolve(true)));
  });
