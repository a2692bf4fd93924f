import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceBinary } from './binary.ts';
import type { Service } from './start-service.ts';
import { startService } from './start-service.ts';

// The wrapper on PATH insists on the account `rabbitmq`; the script behind it does not.
export const rabbitmqBinary: ServiceBinary = {
  command: 'rabbitmq-server',
  apt: 'rabbitmq-server',
  folders: ['/usr/lib/rabbitmq/bin'],
};
const epmdBinary: ServiceBinary = { command: 'epmd', apt: 'erlang-base' };

export interface Rabbitmq extends Service {
  /** AMQP 0-9-1 as `guest`. */
  readonly url: string;
  /** Base URL of the management API, for `guest` with the password `guest`. Nobody answers there without the plugin. */
  readonly managementUrl: string;
}

export interface RabbitmqOptions {
  /** Flags for the Erlang emulator beside the broker's own, such as `+hmbs 2000000`. */
  readonly emulatorFlags?: string;
  /** False leaves the management plugin out, which takes processor time of its own; true when absent. */
  readonly management?: boolean;
}

/** A RabbitMQ broker with its management API and a node registry of its own. */
export const startRabbitmq = async ({ emulatorFlags = '', management = true }: RabbitmqOptions = {}): Promise<Rabbitmq> => {
  // Started here, because the broker would otherwise leave a daemon behind.
  const epmd = await startService({
    binary: epmdBinary,
    args: ({ port }) => ['-port', `${port}`, '-address', '127.0.0.1'],
    ready: { kind: 'tcp' },
  });
  try {
    const broker = await startBroker({ epmdPort: epmd.port, emulatorFlags, management });
    return {
      ...broker,
      url: `amqp://guest:guest@127.0.0.1:${broker.port}/`,
      managementUrl: `http://127.0.0.1:${broker.extraPorts[0]}`,
      stop: async () => {
        await broker.stop();
        await epmd.stop();
      },
    };
  } catch (error) {
    await epmd.stop();
    throw error;
  }
};

const startBroker = ({
  epmdPort,
  emulatorFlags,
  management,
}: Required<RabbitmqOptions> & { epmdPort: number }): Promise<Service> =>
  startService({
    binary: rabbitmqBinary,
    extraPorts: 2,
    prepare: async ({ folder, port, extraPorts }) => {
      const [managementPort] = extraPorts;
      const settings = [
        `listeners.tcp.1 = 127.0.0.1:${port}`,
        // Unknown to a broker without the plugin, which would not start.
        ...(management ? ['management.tcp.ip = 127.0.0.1', `management.tcp.port = ${managementPort}`] : []),
      ];
      await writeFile(join(folder, 'rabbitmq.conf'), `${settings.join('\n')}\n`);
      await writeFile(join(folder, 'enabled_plugins'), management ? '[rabbitmq_management].' : '[].');
    },
    args: () => [],
    env: ({ folder, extraPorts }) => ({
      HOME: folder,
      ERL_EPMD_PORT: `${epmdPort}`,
      RABBITMQ_NODENAME: `test${epmdPort}@localhost`,
      RABBITMQ_DIST_PORT: `${extraPorts[1]}`,
      RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
      RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
      RABBITMQ_PID_FILE: join(folder, 'broker.pid'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: emulatorFlags,
    }),
    ready: { kind: 'line', pattern: /Server startup complete/ },
    // It would take seconds over handing its queues over, which nobody will look at.
    stopSignal: 'SIGKILL',
    readyMs: 120_000,
  });
