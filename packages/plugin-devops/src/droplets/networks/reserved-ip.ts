import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Reserved-IPs */
export const reservedAnswer = z.object({
  ip: z.string(),
  region: z.object({ slug: z.string() }),
  droplet: z.object({ id: z.int(), name: z.string() }).nullish(),
  locked: z.boolean().nullish(),
});
export type ReservedAnswer = z.output<typeof reservedAnswer>;

export const shownReserved = z.object({
  ip: z.string(),
  region: z.string(),
  droplet: z.object({ id: z.int(), name: z.string() }).nullable(),
  busy: z.boolean(),
});

export const showReserved = ({ ip, region, droplet, locked }: ReservedAnswer): z.output<typeof shownReserved> => ({
  ip,
  region: region.slug,
  droplet: droplet ?? null,
  busy: locked === true,
});

export const findReserved = async ({
  ip,
  reader,
  signal,
}: {
  ip: string;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<ReservedAnswer | undefined> => {
  const schema = z.object({ reserved_ip: reservedAnswer });
  return (await reader.find({ path: path`/v2/reserved_ips/${ip}`, schema, signal }))?.reserved_ip;
};
