import { randomUUID } from 'node:crypto';
import type { Rabbitmq } from '@lineclear/testing';
import { startRabbitmq } from '@lineclear/testing';
import { inject } from 'vitest';
import { z } from 'zod';
import { askManagement } from './ask-management.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A GET of this URL yields the RabbitMQ that all test files of a run share; absent where the run shares none. */
    rabbitmqDoor?: string;
  }
}

/** Where a test file works on RabbitMQ: a whole broker, or a virtual host of one. `url` says which, and `stop` ends it. */
export type RabbitmqPlace = Pick<Rabbitmq, 'url' | 'managementUrl' | 'port' | 'stop'>;

/** A fresh virtual host on the RabbitMQ of the run, or a RabbitMQ of its own where the run has none: a start costs seconds. */
export const openRabbitmqPlace = async (): Promise<RabbitmqPlace> => {
  const door = inject('rabbitmqDoor');
  if (door === undefined) return startRabbitmq();
  const { url, managementUrl } = await knock(door);
  const vhost = `test-${randomUUID()}`;
  const ask = (method: 'PUT' | 'DELETE', path: string, body?: object) => askManagement({ managementUrl, method, path, body });
  await ask('PUT', `/api/vhosts/${vhost}`);
  await ask('PUT', `/api/permissions/${vhost}/guest`, { configure: '.*', write: '.*', read: '.*' });
  return {
    url: new URL(vhost, url).href,
    managementUrl,
    port: Number(new URL(url).port),
    // Ends every connection to it too.
    stop: async () => void (await ask('DELETE', `/api/vhosts/${vhost}`)),
  };
};

/** The virtual host that the URL of a place names. */
export const vhostOf = ({ url }: Pick<RabbitmqPlace, 'url'>): string => decodeURIComponent(new URL(url).pathname.slice(1)) || '/';

const shared = z.object({ url: z.string(), managementUrl: z.string() });

const knock = async (door: string): Promise<z.output<typeof shared>> => {
  const answer = await fetch(door);
  if (!answer.ok) throw new Error(`The run has no RabbitMQ: ${await answer.text()}`);
  return shared.parse(await answer.json());
};
