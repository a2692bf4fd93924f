import type { ServiceBinary } from './binary.ts';
import type { Service } from './start-service.ts';
import { startService } from './start-service.ts';

export const redisBinary: ServiceBinary = { command: 'redis-server', apt: 'redis-server' };

/** A Redis without persistence. `url` is `redis://127.0.0.1:<port>`. */
export const startRedis = async (): Promise<Service & { readonly url: string }> => {
  const service = await startService({
    binary: redisBinary,
    args: ({ port, folder }) => ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
    ready: { kind: 'line', pattern: /Ready to accept connections/ },
  });
  return { ...service, url: `redis://127.0.0.1:${service.port}` };
};
