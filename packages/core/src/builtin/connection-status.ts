import * as z from 'zod';
import { seenBy } from '../calls/seen.ts';
import { read } from '../plugin/tool.ts';
import type { BuiltinParts } from './parts.ts';

const Connection = z.object({
  connection: z.string(),
  health: z.enum(['up', 'down', 'unknown']),
  latency_ms: z.number().optional(),
  checked_at: z.string().optional(),
  last_error: z.object({ code: z.string(), message: z.string() }).optional(),
  answer: z.unknown().optional(),
});

export const connectionStatus = (parts: BuiltinParts) =>
  read({
    name: 'connection_status',
    title: 'Connection status',
    toolset: 'status',
    description:
      'Show every profile with its connections: health, latency and last error. Use it first when a tool answers unreachable or not_configured.',
    input: z.object({
      refresh: z.boolean().default(false).describe('Probe every connection again, not only those never probed.'),
    }),
    output: z.object({
      mode: z.enum(['read-write', 'read-only']),
      active_profile: z.string(),
      config_source: z.string(),
      audit: z.enum(['healthy', 'failing']),
      profiles: z.array(
        z.object({
          profile: z.string(),
          tier: z.enum(['development', 'staging', 'production']),
          writes: z.enum(['confirm', 'off']),
          active: z.boolean(),
          connections: z.array(Connection),
        }),
      ),
    }),
    run: async (call) => {
      const view = seenBy(call);
      const statuses = await parts.pool().status({ profiles: view.profiles, refresh: call.input.refresh });
      const active = parts.profiles.get(view.active);
      return {
        mode: view.readOnly || active?.writes === 'off' ? 'read-only' : 'read-write',
        active_profile: view.active,
        config_source: parts.origin,
        audit: parts.trail.healthy ? 'healthy' : 'failing',
        profiles: view.profiles.flatMap((name) => {
          const profile = parts.profiles.get(name);
          if (profile === undefined) return [];
          const connections = statuses
            .filter((status) => status.profile === name)
            .map(({ profile: _profile, ...status }) => status);
          return [{ profile: name, tier: profile.tier, writes: profile.writes, active: name === view.active, connections }];
        }),
      };
    },
  });
