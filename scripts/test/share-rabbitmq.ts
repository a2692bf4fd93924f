import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

/** Opens the door at which test files get the one RabbitMQ of a run. The first that asks has it started; it ends with the run, however that ends. */
export default async function shareRabbitmq(project: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  let owner: ChildProcess | undefined;
  let rabbitmq: Promise<unknown> | undefined;
  const server = createServer(async (_request, response) => {
    try {
      owner ??= startOwner();
      response.end(JSON.stringify(await (rabbitmq ??= firstWord(owner))));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  project.provide('rabbitmqDoor', `http://127.0.0.1:${port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    if (owner?.connected !== true) return;
    const ended = once(owner, 'exit');
    owner.disconnect();
    await ended;
  };
}

// A process of its own sees this one go, even when this one is killed.
const startOwner = (): ChildProcess =>
  fork(fileURLToPath(new URL('rabbitmq-owner.ts', import.meta.url)), { execArgv: ['--conditions=@lineclear/source'] });

const firstWord = (owner: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    owner.once('message', resolve);
    owner.once('exit', (code) => reject(new Error(`Its process ended with code ${code} and said why on stderr.`)));
  });
