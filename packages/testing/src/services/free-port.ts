import { createServer } from 'node:net';

// Below the range that systems hand out for port 0 and for outgoing connections (32768 and up on
// Linux), where any process may be given the port between its choice here and its use.
const first = 10_000;
const shares = 100;
const share = 200;

/** Free loopback ports, all different. Processes with neighbouring ids choose among different ones, and one process repeats none until its share is used up. */
export const freePort = async (count: number): Promise<readonly number[]> => {
  const ports: number[] = [];
  for (let tries = 0; ports.length < count; tries += 1) {
    if (tries === share) throw new Error(`Of ${share} loopback ports only ${ports.length} are free, and ${count} are needed.`);
    const port = nextPort();
    if (await isFree(port)) ports.push(port);
  }
  return ports;
};

let used = 0;
const nextPort = (): number => first + (process.pid % shares) * share + (used++ % share);

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port }, () => server.close(() => resolve(true)));
  });
