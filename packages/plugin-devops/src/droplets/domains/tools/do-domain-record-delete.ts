import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { domainName, numericId } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { missing, otherName, refusing } from '../../text/refusals.ts';
import { findRecord, recordName, showRecord, wholeName } from '../record.ts';

export const doDomainRecordDelete = droplets.write({
  name: 'do_domain_record_delete',
  title: 'Delete a DNS record',
  toolset: 'domains',
  risk: 'destructive',
  description: 'Delete a DNS record of a domain. Use do_domain_records to find it.',
  input: z.strictObject({
    domain: domainName.describe('Such as example.com.'),
    id: numericId.describe('Of the record.'),
    name: recordName.describe('@ or www; has to match.'),
  }),
  output: z.object({ id: z.int(), deleted: z.literal(true) }),
  classify: ({ input: { domain, name } }) => ({ class: 'delete', target: wholeName({ name, domain }) }),
  preview: async ({ input: { domain, id, name }, reader, profile, signal }) => {
    const found = await findRecord({ domain, id, reader, signal });
    const whole = wholeName({ name, domain });
    return {
      description: `Delete the record ${quoted(whole)} (${id}${found === undefined ? '' : `, ${found.type} ${quoted(found.data)}`}) with ${profile.name}.`,
      guard: found === undefined ? null : showRecord(found),
      details: previewDetails({
        profile,
        target: whole,
        sends: { domain, id },
        undo:
          found === undefined
            ? null
            : `do_domain_record_put with type ${found.type}, data ${quoted(found.data)} and ttl ${found.ttl ?? 1800}`,
      }),
      before: found === undefined ? null : showRecord(found),
      warnings: found?.name === '@' || found?.type === 'NS' ? ['The domain itself may stop to resolve.'] : [],
      ...refusing(
        found === undefined
          ? missing({ what: `the record ${id} of ${domain}`, listedBy: 'do_domain_records' })
          : found.name === name
            ? undefined
            : otherName({ what: `The record ${id}`, given: name, actual: found.name }),
      ),
    };
  },
  execute: async ({ input: { domain, id }, writer, signal }) => {
    await writer.order({ method: 'delete', path: path`/v2/domains/${domain}/records/${id}`, signal });
    return { id, deleted: true };
  },
  reconcile: async ({ input: { domain, id }, reader, signal }) =>
    (await findRecord({ domain, id, reader, signal })) === undefined ? { result: { id, deleted: true as const } } : 'unknown',
});
