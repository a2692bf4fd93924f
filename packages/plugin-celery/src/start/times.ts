import { LineclearError } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import { number, object } from '../protocol/field.ts';
import type { WorkerSurvey } from '../routing/worker-survey.ts';

/** When a task may run. Milliseconds since the epoch; undefined = at once, and for ever. */
export interface Times {
  readonly etaMs: number | undefined;
  readonly expiresMs: number | undefined;
}

/** What a caller may say about it. */
export interface TimeRequest {
  readonly countdown_s?: number | undefined;
  readonly eta?: string | undefined;
  readonly expires_s?: number | undefined;
}

/** Counts from the moment of sending. Throws `invalid_input` for a task that would expire before it may run. */
export const timesOf = ({ request, nowMs }: { request: TimeRequest; nowMs: number }): Times => {
  const etaMs = request.eta !== undefined ? Date.parse(request.eta) : later({ nowMs, seconds: request.countdown_s });
  const expiresMs = later({ nowMs, seconds: request.expires_s });
  if (etaMs !== undefined && expiresMs !== undefined && expiresMs <= etaMs) {
    throw new LineclearError('invalid_input', 'The task would expire before it may run.', {
      hint: 'expires_s counts from now; make it longer than the delay.',
      details: { reason: 'expires_before_eta' },
    });
  }
  // A time that has passed means at once.
  return { etaMs: etaMs !== undefined && etaMs > nowMs ? etaMs : undefined, expiresMs };
};

/** After these 30 minutes RabbitMQ takes a message back from a worker that holds it, where the operator has not said otherwise. */
const consumerTimeoutS = 1_800;

/**
 * Refuses a delay that makes a Redis broker deliver the task again and again, and warns of one that RabbitMQ may end. A worker keeps a
 * task with an ETA unacknowledged until its time. https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html
 */
export const checkDelay = ({
  etaMs,
  nowMs,
  reader: { broker, rules },
  survey,
}: {
  etaMs: number | undefined;
  nowMs: number;
  reader: Pick<CeleryReader, 'broker' | 'rules'>;
  survey: WorkerSurvey;
}): readonly string[] => {
  const delayS = etaMs === undefined ? 0 : (etaMs - nowMs) / 1_000;
  if (broker.kind === 'rabbitmq') return delayS < consumerTimeoutS ? [] : [rabbitmqWarning];
  const timeoutS = rules.visibility_timeout_s ?? workersTimeoutS(survey);
  if (delayS < timeoutS) return [];
  throw new LineclearError(
    'invalid_input',
    `A delay of ${Math.round(delayS)} s reaches the visibility timeout of ${timeoutS} s: Redis would deliver the task again and again, and it would run more than once.`,
    {
      hint: 'Start it closer to its time; the operator can raise visibility_timeout at the workers and visibility_timeout_s in the profile.',
      details: { reason: 'eta_beyond_visibility_timeout', visibility_timeout_s: timeoutS },
    },
  );
};

const rabbitmqWarning =
  'RabbitMQ takes tasks back that a worker holds for 30 minutes (consumer_timeout), so that one with a longer delay may be delivered twice.';

const workersTimeoutS = (survey: WorkerSurvey): number => {
  const given = survey.workers.flatMap(
    ({ conf }) => number(object(conf?.['broker_transport_options'])?.['visibility_timeout']) ?? [],
  );
  return given.length === 0 ? 3_600 : Math.min(...given);
};

const later = ({ nowMs, seconds }: { nowMs: number; seconds: number | undefined }): number | undefined =>
  seconds === undefined ? undefined : nowMs + seconds * 1_000;
