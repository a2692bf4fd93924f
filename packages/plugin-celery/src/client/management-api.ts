import { type OpenHttp, Secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { RabbitmqAddress } from '../broker/rabbitmq/address.ts';
import type { ManagementApi } from '../broker/rabbitmq/management.ts';
import type { Settings } from '../settings.ts';

// A broker with thousands of queues describes each of them in a kilobyte.
const maxBytes = 16 << 20;

/** RabbitMQ's management API as the user that the broker's URL names; undefined where the profile has no address for it. */
export const managementApi = ({
  settings: { management_url: baseUrl },
  http,
  address,
}: {
  settings: Pick<Settings, 'management_url'>;
  http: OpenHttp;
  address: RabbitmqAddress;
}): ManagementApi | undefined => {
  if (baseUrl === undefined) return undefined;
  const basic = { username: address.username, password: new Secret(address.password) };
  const client = http({ baseUrl, basic, timeoutMs: 5_000, maxBytes });
  return { get: async (path, { signal }) => (await client.get(path, { ...(signal && { signal }) })).json(z.unknown()) };
};
