import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Domain-Records */
export const recordAnswer = z.object({
  id: z.int(),
  type: z.string(),
  name: z.string(),
  data: z.string(),
  ttl: z.int().nullish(),
  priority: z.int().nullish(),
});
export type RecordAnswer = z.output<typeof recordAnswer>;

export const shownRecord = z.object({
  id: z.int(),
  type: z.string(),
  name: z.string(),
  data: z.string(),
  ttl: z.int().nullable(),
  priority: z.int().nullable(),
});

export const showRecord = ({ id, type, name, data, ttl, priority }: RecordAnswer): z.output<typeof shownRecord> => ({
  id,
  type,
  name,
  data,
  ttl: ttl ?? null,
  priority: priority ?? null,
});

/** The whole name of a record, for policies and for the filter of the API. */
export const wholeName = ({ name, domain }: { name: string; domain: string }): string =>
  name === '@' ? domain : `${name}.${domain}`;

/** The types that tools write; the others have fields of their own. */
export const recordTypes = z.enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT']);

export const recordName = z
  .string()
  .refine((text) => /^(?:@|(?:\*\.)?[A-Za-z0-9_](?:[\w.-]{0,251}\w)?|\*)$/.test(text), 'Use @ or a part such as www.');

interface Asked {
  readonly domain: string;
  readonly reader: ApiReader;
  readonly signal: AbortSignal;
}

/** The records with this type and name. */
export const recordsLike = ({
  domain,
  type,
  name,
  reader,
  signal,
}: Asked & { type: string; name: string }): Promise<readonly RecordAnswer[]> =>
  reader.all({
    path: path`/v2/domains/${domain}/records`,
    query: { type, name: wholeName({ name, domain }) },
    key: 'domain_records',
    item: recordAnswer,
    signal,
  });

export const findRecord = async ({ domain, id, reader, signal }: Asked & { id: number }): Promise<RecordAnswer | undefined> => {
  const schema = z.object({ domain_record: recordAnswer });
  return (await reader.find({ path: path`/v2/domains/${domain}/records/${id}`, schema, signal }))?.domain_record;
};
