import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { domainName, listFacts, paging } from '../../fields.ts';
import { recordAnswer, recordName, showRecord, shownRecord, wholeName } from '../record.ts';

export const doDomainRecords = droplets.read({
  name: 'do_domain_records',
  title: 'List DNS records',
  toolset: 'domains',
  description: 'List the DNS records of a domain, or without one the domains of the account.',
  input: z.strictObject({
    domain: domainName.optional().describe('Such as example.com.'),
    type: z.enum(['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'SOA', 'SRV', 'TXT']).optional().describe('Only these.'),
    name: recordName.optional().describe('Only this one: @ or www.'),
    ...paging,
  }),
  output: z.object({ domains: z.array(z.string()), records: z.array(shownRecord), ...listFacts }),
  run: async ({ input: { domain, type, name, ...part }, reader, signal }) => {
    if (domain === undefined) {
      const where = { path: '/v2/domains', key: 'domains', item: z.object({ name: z.string() }) };
      const { items, total, nextPage } = await reader.page({ ...where, ...part, signal });
      return { domains: items.map((one) => one.name), records: [], total, next_page: nextPage };
    }
    const { items, total, nextPage } = await reader.page({
      path: path`/v2/domains/${domain}/records`,
      query: { type, name: name === undefined ? undefined : wholeName({ name, domain }) },
      key: 'domain_records',
      item: recordAnswer,
      ...part,
      signal,
    });
    return { domains: [domain], records: items.map(showRecord), total, next_page: nextPage };
  },
});
