/** One maintenance window as the service keeps it. */
export interface StoredWindow {
  readonly title: string;
  readonly service: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly status: 'scheduled' | 'cancelled';
  readonly version: number;
  readonly created_by: string;
  /** The idempotency key of the request that made it. */
  readonly created_with: string | null;
  readonly last_change_id: string | null;
}

export type Windows = Map<string, StoredWindow>;

/** What the service starts with. */
export const seededWindows = (): Windows =>
  new Map([
    ['mw-1', seeded({ title: 'Database upgrade', service: 'orders', hour: 1 })],
    ['mw-2', seeded({ title: 'Switch replacement', service: 'network', hour: 4 })],
    ['mw-3', { ...seeded({ title: 'Certificate rotation', service: 'edge', hour: 9 }), status: 'cancelled', version: 2 }],
  ]);

const seeded = ({ title, service, hour }: { title: string; service: string; hour: number }): StoredWindow => ({
  title,
  service,
  starts_at: `2030-05-01T0${hour}:00:00.000Z`,
  ends_at: `2030-05-01T0${hour}:30:00.000Z`,
  status: 'scheduled',
  version: 1,
  created_by: 'seed',
  created_with: null,
  last_change_id: null,
});
