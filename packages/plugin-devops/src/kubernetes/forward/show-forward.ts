import * as z from 'zod';
import type { Forward } from './forwards.ts';

/** A forward in an answer. */
export const forwardAnswer = z.object({
  forward_id: z.string(),
  address: z.string().describe('127.0.0.1:port'),
  leads_to: z.string(),
  ends_at: z.string(),
});

export const showForward = ({ id, context, namespace, pod, port, localPort, endsAtMs }: Forward) => ({
  forward_id: id,
  address: `127.0.0.1:${localPort}`,
  leads_to: `${context}/${namespace}/Pod/${pod}:${port}`,
  ends_at: new Date(endsAtMs).toISOString(),
});
