/** A v7-like UUID with a number in its tail, so that tests can tell one from another. */
export const uuidOf = (kind: string, number: number): string =>
  `0197a000-0000-7000-8000-${kind}${number.toString(16).padStart(12 - kind.length, '0')}`;

/** A dead-letter entry as the server writes it: enums in PascalCase, times without a zone. */
export const entryBody = (number: number, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  dlq_entry_uuid: uuidOf('d', number),
  task_uuid: uuidOf('a', number),
  original_state: 'waiting_for_retry',
  dlq_reason: 'StalenessTimeout',
  dlq_timestamp: '2026-03-01T10:00:00.123456',
  resolution_status: 'Pending',
  resolution_timestamp: null,
  resolution_notes: null,
  resolved_by: null,
  task_snapshot: {
    task_uuid: uuidOf('a', number),
    namespace: 'production',
    task_name: 'order_fulfillment',
    current_state: 'waiting_for_retry',
    time_in_state_minutes: 42,
    threshold_minutes: 30,
    snapshot_timestamp: '2026-03-01T10:00:00.1+00:00',
    task_details: { correlation_id: 'c', priority: 0 },
  },
  metadata: { detection_method: 'automatic_staleness' },
  created_at: '2026-03-01T10:00:00',
  updated_at: '2026-03-01T10:00:00',
  ...changes,
});

/** One page of an endless-looking list, as `limit` and `offset` of the query say. */
export const pageOf =
  (total: number, make: (number: number) => unknown) =>
  ({ limit = '50', offset = '0' }: Record<string, string>): unknown[] =>
    Array.from({ length: Math.max(0, Math.min(Number(limit), total - Number(offset))) }, (_, index) =>
      make(Number(offset) + index),
    );

export const queueBody = (number: number, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  dlq_entry_uuid: uuidOf('d', number),
  task_uuid: uuidOf('a', number),
  original_state: 'waiting_for_retry',
  dlq_reason: 'StalenessTimeout',
  dlq_timestamp: '2026-03-01T10:00:00.5',
  minutes_in_dlq: 45.25,
  namespace_name: 'production',
  task_name: 'order_fulfillment',
  current_state: 'waiting_for_retry',
  time_in_state_minutes: 42,
  priority_score: 145.25,
  ...changes,
});
