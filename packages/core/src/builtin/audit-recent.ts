import * as z from 'zod';
import { seenBy } from '../calls/seen.ts';
import { read } from '../plugin/tool.ts';
import type { BuiltinParts } from './parts.ts';

export const auditRecent = (parts: BuiltinParts) =>
  read({
    name: 'audit_recent',
    title: 'Recent audit events',
    toolset: 'status',
    description:
      'List the newest audit events of this caller, writes of unknown outcome included. Use approval_list for plans that wait for a person.',
    input: z.object({
      tool: z.string().optional().describe('Only this tool, for example fs_edit.'),
      event: z.string().optional().describe('Only this event: read, previewed, confirmed, executed, failed, unknown, refused, …'),
      limit: z.int().min(1).max(200).default(20).describe('How many, newest first.'),
    }),
    output: z.object({
      events: z.array(
        z.object({
          seq: z.number(),
          time: z.string(),
          event: z.string(),
          tool: z.string().optional(),
          profile: z.string().optional(),
          outcome: z.string().optional(),
          plan_id: z.string().optional(),
          assurance: z.string().optional(),
          approver: z.string().optional(),
          duration_ms: z.number().optional(),
          input: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
      audit: z.enum(['healthy', 'failing']),
    }),
    run: async (call) => {
      const { principal } = seenBy(call);
      const { tool, event, limit } = call.input;
      const events = await parts.trail.query({
        principal,
        limit,
        ...(tool === undefined ? {} : { tool }),
        ...(event === undefined ? {} : { event }),
      });
      return { events: [...events], audit: parts.trail.healthy ? 'healthy' : 'failing' };
    },
  });
