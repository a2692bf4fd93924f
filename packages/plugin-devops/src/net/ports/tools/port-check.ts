import { fence } from '@lineclear/core/plugin';
import * as z from 'zod';
import { net } from '../../connection.ts';
import { parseHost } from '../../targets/host.ts';
import { reach } from '../../targets/reach.ts';
import { timeoutS, within } from '../../within.ts';
import { readBanner, showBanner } from '../banner.ts';

export const portCheck = net.read({
  name: 'port_check',
  title: 'Check a port',
  toolset: 'net',
  description: 'Connect to a TCP port of a listed host, sending nothing. Use http_check for web servers.',
  input: z.strictObject({
    host: z.string().describe('Such as db.example.com.'),
    port: z.int().min(1).max(65_535).describe('Such as 5432.'),
    banner: z.boolean().default(false).describe('Listen for a greeting, such as that of SSH.'),
    timeout_s: timeoutS,
  }),
  output: z.object({
    open: z.boolean(),
    reason: z.string().nullable().describe('Why not, such as ECONNREFUSED.'),
    address: z.string().nullable(),
    refused_addresses: z.array(z.string()).describe('Not allowed, nothing was sent there.'),
    ms: z.object({ dns: z.int().nullable(), connect: z.int().nullable() }),
    banner: z.string().nullable().describe('The words of whoever answered.'),
    untrusted: z.literal(true),
  }),
  deadlineMs: ({ timeout_s: seconds }) => (seconds + 5) * 1_000,
  run: async ({ input, reader: { list, wire }, signal }) => {
    const limited = within({ signal, seconds: input.timeout_s });
    const { socket, failure, address, refused, ms } = await reach({
      host: parseHost(input.host),
      port: input.port,
      list,
      wire,
      signal: limited,
    });
    try {
      signal.throwIfAborted();
      const greeting = socket !== undefined && input.banner ? await readBanner({ socket, signal: limited }) : Buffer.alloc(0);
      return {
        open: socket !== undefined,
        reason: failure?.reason ?? null,
        address,
        refused_addresses: refused.slice(0, 10),
        ms,
        banner: greeting.length === 0 ? null : fence(showBanner(greeting), { source: 'a server', limit: 256 }),
        untrusted: true,
      };
    } finally {
      socket?.destroy();
    }
  },
});
