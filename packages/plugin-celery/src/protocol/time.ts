import type { WireValue } from './wire-value.ts';
import { isWireObject } from './wire-value.ts';

const isoTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(?<zone>Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Milliseconds since the epoch of an ISO 8601 text, plain or as kombu's typed value. Celery up to 5.5 writes UTC without saying so:
 * a time without a zone is UTC. Undefined for anything else.
 */
export const parseTime = (value: WireValue | undefined): number | undefined => {
  if (isWireObject(value) && value['__type__'] === 'datetime') return parseTime(value['__value__']);
  if (typeof value !== 'string') return undefined;
  const zone = isoTime.exec(value)?.groups;
  if (zone === undefined) return undefined;
  const timeMs = Date.parse(zone['zone'] === undefined ? `${value}Z` : value);
  return Number.isNaN(timeMs) ? undefined : timeMs;
};
