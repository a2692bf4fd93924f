import * as z from 'zod';
import { maintenance } from '../connection.ts';
import { Window } from '../schemas.ts';

export const windowCreate = maintenance.write({
  name: 'window_create',
  toolset: 'maintenance',
  risk: 'additive',
  description: 'Schedule a maintenance window. Use window_extend to make one longer.',
  input: z.object({
    title: z.string().min(1).max(100).describe('What is done, for example Database upgrade'),
    service: z.string().min(1).max(64).describe('The service that is away, for example orders'),
    starts_at: z.iso.datetime().describe('When it starts, for example 2030-05-01T01:00:00Z'),
    minutes: z.int().min(5).max(720).describe('How long it lasts, for example 30'),
  }),
  output: Window,
  async preview({ input, reader, profile, signal }) {
    const { windows } = await reader.list({ status: 'scheduled', limit: 100 }, signal);
    const start = Date.parse(input.starts_at);
    const end = start + input.minutes * 60_000;
    const meets = windows.filter(({ starts_at, ends_at }) => Date.parse(starts_at) < end && Date.parse(ends_at) > start);
    return {
      description: `Schedule "${input.title}" for ${input.service} (${profile.name}): ${input.minutes} minutes.`,
      // Another window at the same time is what would make somebody decide otherwise.
      guard: { overlaps: meets.map(({ id }) => id) },
      details: { ends_at: new Date(end).toISOString() },
      warnings: meets.map(({ title }) => `"${title}" is at the same time.`),
    };
  },
  execute({ input: { minutes, ...input }, writer, principal, idempotencyKey, signal }) {
    const ends_at = new Date(Date.parse(input.starts_at) + minutes * 60_000).toISOString();
    return writer.create({ ...input, ends_at, created_by: principal.id, key: idempotencyKey, signal });
  },
  async reconcile({ reader, idempotencyKey, signal }) {
    const { total } = await reader.list({ created_with: idempotencyKey }, signal);
    return total > 0 ? 'executed' : 'unknown';
  },
});
