import type { Importer } from '@lineclear/core/plugin';
import { settings } from '../settings.ts';

/** Takes over the broker and the result backend that Celery's own variables name, as references: passwords stay where they are. */
export const celeryEnvironment: Importer = {
  id: 'celery-env',
  title: 'CELERY_BROKER_URL in the environment',
  find: ({ env }) => {
    const broker = env[brokerVariable];
    const backend = env[backendVariable];
    if (!broker || !works({ broker })) return undefined;
    const reached = { broker: reference(brokerVariable) };
    if (!backend) return { connections: { celery: reached }, note: `found ${brokerVariable}` };
    if (works({ broker, result_backend: backend })) {
      const connections = { celery: { ...reached, result_backend: reference(backendVariable) } };
      return { connections, note: `found ${brokerVariable} and ${backendVariable}` };
    }
    return {
      connections: { celery: { ...reached, result_backend: 'none' } },
      note: `found ${brokerVariable}; results are where ${backendVariable} says and cannot be read directly, so tasks are followed by workers, queues and events`,
    };
  },
};

const brokerVariable = 'CELERY_BROKER_URL';
const backendVariable = 'CELERY_RESULT_BACKEND';

const reference = (variable: string): string => `\${env:${variable}}`;

const works = (given: { broker: string; result_backend?: string }): boolean => settings.safeParse(given).success;
