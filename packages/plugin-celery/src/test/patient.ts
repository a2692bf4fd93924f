import type { JsonObject } from '@lineclear/core/plugin';

/**
 * Settings with more time for answers than a busy worker needs, where they do not say how much. It costs nothing while nobody is silent: where
 * the broker tells who is connected, a question ends with the last answer. RabbitMQ alone does not, and a first question takes all of it.
 */
export const patient = (settings: JsonObject): JsonObject => ({
  answer_timeout_ms: isCounted(settings) ? 10_000 : 3_000,
  ...settings,
});

const isCounted = ({ broker, management_url: url }: JsonObject): boolean =>
  url !== undefined || String(broker).startsWith('redis');
