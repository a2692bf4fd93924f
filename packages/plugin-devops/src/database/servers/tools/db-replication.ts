import * as z from 'zod';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { untrusted } from '../../listing.ts';

const own = z.object({ is_replica: z.boolean(), replay_lag_s: z.number().nullable(), timeline: z.int() });
const replica = z.object({
  application: z.string().nullable(),
  client: z.string().nullable(),
  state: z.string().nullable(),
  sync: z.string().nullable(),
  lag_bytes: z.number().nullable(),
  replay_lag_s: z.number().nullable(),
});
const slot = z.object({
  name: z.string(),
  kind: z.string(),
  is_active: z.boolean(),
  wal_status: z.string().nullable().describe('lost: what it needs is gone.'),
  retained_bytes: z.number().nullable().describe('How much the server keeps for it.'),
});

export const dbReplication = database.read({
  name: 'db_replication',
  title: 'Replication of a server',
  toolset: 'databases',
  description: 'Show whether a server is a replica, how far its replicas are behind, and what replication slots keep.',
  input: z.strictObject({ database: databaseName }),
  output: z.object({
    untrusted,
    ...own.shape,
    replicas: z.array(replica),
    slots: z.array(slot),
  }),
  classify: ({ input }) => ({ target: input.database }),
  run: ({ input, reader, signal }) =>
    reader.read({
      database: input.database,
      signal,
      work: async ({ row, rows }) => {
        const state = await row({ text: ownState, schema: own });
        const replicas = await rows({ text: listReplicas, schema: replica });
        const slots = await rows({ text: listSlots, schema: slot });
        return {
          untrusted: true as const,
          ...(state ?? { is_replica: false, replay_lag_s: null, timeline: 0 }),
          replicas,
          slots,
        };
      },
    }),
});

// A primary has a position of its own, a replica the last one it received.
const position = 'CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END';

const ownState = `
  SELECT pg_is_in_recovery() AS is_replica,
    CASE WHEN pg_is_in_recovery() THEN extract(epoch FROM now() - pg_last_xact_replay_timestamp())::float8 END AS replay_lag_s,
    (SELECT c.timeline_id FROM pg_control_checkpoint() c) AS timeline`;

const listReplicas = `
  SELECT left(r.application_name, 100) AS application, host(r.client_addr) AS client, r.state, r.sync_state AS sync,
    pg_wal_lsn_diff(${position}, r.replay_lsn)::float8 AS lag_bytes, extract(epoch FROM r.replay_lag)::float8 AS replay_lag_s
  FROM pg_stat_replication r ORDER BY r.application_name, r.pid LIMIT 100`;

const listSlots = `
  SELECT s.slot_name AS name, s.slot_type AS kind, s.active AS is_active, s.wal_status,
    pg_wal_lsn_diff(${position}, s.restart_lsn)::float8 AS retained_bytes
  FROM pg_replication_slots s ORDER BY s.slot_name LIMIT 100`;
