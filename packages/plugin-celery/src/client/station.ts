import { randomUUID } from 'node:crypto';
import type { Clock, OpenHttp } from '@lineclear/core/plugin';
import type { BrokerPort } from '../broker/broker.ts';
import { parseRabbitmqUrl } from '../broker/rabbitmq/address.ts';
import type { ManagementApi } from '../broker/rabbitmq/management.ts';
import { rabbitmqBroker } from '../broker/rabbitmq/rabbitmq-broker.ts';
import { RabbitmqSession } from '../broker/rabbitmq/session.ts';
import { redisBroker } from '../broker/redis/redis-broker.ts';
import { EventLog } from '../events/event-log.ts';
import { parseRedisUrl } from '../redis/address.ts';
import { noResults } from '../results/no-results.ts';
import { redisResults } from '../results/redis-results.ts';
import type { ResultPort } from '../results/results.ts';
import { rpcResults } from '../results/rpc-results.ts';
import { backendsOf, type Settings } from '../settings.ts';
import { managementApi } from './management-api.ts';
import { withCensus, WorkerCensus } from './worker-census.ts';

/** Everything that is open for one profile. Nothing is dialled before the first call. */
export interface Station {
  readonly broker: BrokerPort;
  readonly results: ResultPort;
  readonly events: EventLog;
  close(): Promise<void>;
}

export const openStation = ({ settings, http, clock }: { settings: Settings; http: OpenHttp; clock: Clock }): Station => {
  const backends = backendsOf(settings);
  const session = backends.broker === 'rabbitmq' ? new RabbitmqSession({ url: settings.broker.reveal() }) : undefined;
  const now = () => clock.now();
  const management = session && managementApi({ settings, http, address: parseRabbitmqUrl(settings.broker.reveal()) });
  const port = session === undefined ? redisPort({ settings, now }) : rabbitmqPort({ settings, session, management, now });
  const events = new EventLog({ broker: port, clock });
  const heartbeats = () => events.liveWorkers().map(({ name }) => name);
  // With the management API RabbitMQ says itself who listens, and Redis always does.
  const isCounted = session === undefined || management !== undefined;
  const broker = isCounted ? port : withCensus({ broker: port, census: new WorkerCensus({ clock, heartbeats }) });
  const { results, close } = openResults({ settings, session, now });
  return {
    broker,
    results,
    events,
    close: async () => {
      await events.close();
      await close();
      await port.close();
    },
  };
};

const redisPort = ({ settings, now }: { settings: Settings; now: () => number }): BrokerPort =>
  redisBroker({
    address: parseRedisUrl(settings.broker.reveal()),
    keyPrefix: settings.key_prefix,
    separator: settings.separator,
    prioritySteps: settings.priority_steps,
    visibilityTimeoutS: settings.visibility_timeout_s,
    controlExchange: settings.control_exchange,
    eventExchange: settings.event_exchange,
    now,
    randomId: randomUUID,
  });

const rabbitmqPort = ({
  settings,
  session,
  management,
  now,
}: {
  settings: Settings;
  session: RabbitmqSession;
  management: ManagementApi | undefined;
  now: () => number;
}): BrokerPort =>
  rabbitmqBroker({
    session,
    management,
    controlExchange: settings.control_exchange,
    eventExchange: settings.event_exchange,
    randomId: randomUUID,
    now,
  });

const openResults = ({
  settings,
  session,
  now,
}: {
  settings: Settings;
  session: RabbitmqSession | undefined;
  now: () => number;
}): { results: ResultPort; close: () => Promise<void> } => {
  const { results: backend } = backendsOf(settings);
  if (backend.kind === 'redis') {
    const address = parseRedisUrl(backend.url.reveal());
    const results = redisResults({ address, keyPrefix: settings.result_key_prefix, now });
    return { results, close: () => results.close() };
  }
  if (backend.kind === 'none' || session === undefined) return { results: noResults(), close: () => Promise.resolve() };
  const sibling = session.sibling();
  const results = rpcResults({ session: sibling, queue: `lineclear.results.${randomUUID()}`, now });
  return {
    results,
    close: async () => {
      await results.close();
      await sibling.close();
    },
  };
};
