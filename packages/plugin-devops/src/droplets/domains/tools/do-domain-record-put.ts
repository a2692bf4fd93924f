import type { LineclearError } from '@lineclear/core/plugin';
import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { domainName, freeName, numericId } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { missing, notNow, otherName, refusing, taken } from '../../text/refusals.ts';
import {
  findRecord,
  type RecordAnswer,
  recordAnswer,
  recordName,
  recordsLike,
  recordTypes,
  showRecord,
  shownRecord,
  wholeName,
} from '../record.ts';

const input = z
  .strictObject({
    domain: domainName.describe('Such as example.com.'),
    id: numericId.optional().describe('Of the record to change. Absent: a new one.'),
    type: recordTypes.describe('Of the record; cannot be changed.'),
    name: recordName.describe('@ or www; has to match.'),
    data: z
      .union([freeName, z.string().refine(isOneLine, 'Use one line.')])
      .describe('The address, or a name with a dot at its end.'),
    ttl: z
      .int()
      .refine((ttl) => ttl >= 30 && ttl <= 604_800, 'Use 30 to 604800.')
      .default(1800)
      .describe('In seconds.'),
    priority: z.int().optional().describe('Of MX.'),
  })
  .refine(({ type, priority }) => (type === 'MX') === (priority !== undefined), 'A priority belongs to MX, and to it alone.');
type Given = z.output<typeof input>;

export const doDomainRecordPut = droplets.write({
  name: 'do_domain_record_put',
  title: 'Write a DNS record',
  toolset: 'domains',
  risk: 'reversible',
  description: 'Add a DNS record to a domain, or change one. Use do_domain_records to see what is there.',
  input,
  output: shownRecord,
  classify: ({ input: { domain, name } }) => ({ class: 'network', target: wholeName({ name, domain }) }),
  preview: async ({ input: given, reader, profile, signal }) => {
    const { domain, id, type, name, ttl } = given;
    const like = await recordsLike({ domain, type, name, reader, signal });
    const found = id === undefined ? undefined : await findRecord({ domain, id, reader, signal });
    const whole = wholeName({ name, domain });
    return {
      description: `${id === undefined ? 'Add' : 'Change'} the ${type} record ${quoted(whole)}${id === undefined ? '' : ` (${id})`} with ${profile.name}: ${quoted(given.data)}.`,
      guard: { like: like.map(showRecord), found: found === undefined ? null : showRecord(found) },
      changes: [
        ...(found === undefined ? [] : [`- ${found.type} ${whole} ${found.data} (ttl ${found.ttl ?? 'none'})`]),
        `+ ${type} ${whole} ${given.data} (ttl ${ttl})`,
      ],
      details: previewDetails({
        profile,
        target: whole,
        sends: { domain, ...(id === undefined ? {} : { id }), ...sentOf(given) },
        undo:
          found === undefined
            ? 'do_domain_record_delete, where the policy allows it'
            : `do_domain_record_put with data ${quoted(found.data)} and ttl ${found.ttl ?? 1800}`,
      }),
      before: found === undefined ? null : showRecord(found),
      warnings: warningsOf({ given, like, found }),
      ...refusing(refusalOf({ given, like, found })),
    };
  },
  execute: async ({ input: given, writer, signal }) => {
    const { domain, id } = given;
    const schema = z.object({ domain_record: recordAnswer });
    const request =
      id === undefined
        ? { method: 'post' as const, path: path`/v2/domains/${domain}/records` }
        : { method: 'patch' as const, path: path`/v2/domains/${domain}/records/${id}` };
    return showRecord((await writer.send({ ...request, json: sentOf(given), schema, signal })).domain_record);
  },
  // The preview refuses what is there already, so a record like this came with this plan.
  reconcile: async ({ input: given, reader, signal }) => {
    const { domain, id, type, name } = given;
    const records = await recordsLike({ domain, type, name, reader, signal });
    const ours = records.find((one) => isAsWanted({ record: one, given }) && (id === undefined || one.id === id));
    return ours === undefined ? 'unknown' : { result: showRecord(ours) };
  },
});

function isOneLine(text: string): boolean {
  return /^[\p{L}\p{N}\p{P}\p{S} ]{1,512}$/u.test(text);
}

const sentOf = ({ type, name, data, ttl, priority }: Given) => ({
  type,
  name,
  data,
  ttl,
  ...(priority === undefined ? {} : { priority }),
});

const isAsWanted = ({ record, given }: { record: RecordAnswer; given: Given }): boolean =>
  record.data === given.data &&
  (record.ttl ?? given.ttl) === given.ttl &&
  (given.priority === undefined || record.priority === given.priority);

interface Found {
  readonly given: Given;
  readonly like: readonly RecordAnswer[];
  readonly found: RecordAnswer | undefined;
}

const warningsOf = ({ given, like, found }: Found): readonly string[] => {
  const others = like.filter(({ id }) => id !== given.id);
  return [
    ...(given.id === undefined && others.length > 0
      ? [
          `There are others with this type and name, and clients get any of them: ${others.map(({ data }) => quoted(data)).join(', ')}.`,
        ]
      : []),
    ...(found === undefined ? [] : [`Resolvers keep the old answer for up to ${found.ttl ?? 1800} seconds.`]),
  ];
};

const refusalOf = ({ given, like, found }: Found): LineclearError | undefined => {
  const { id, type, name, domain } = given;
  const same = like.find((record) => isAsWanted({ record, given }));
  if (id === undefined) {
    return same === undefined
      ? undefined
      : taken({ what: 'This record', hint: `It has the id ${same.id}; nothing has to be done.` });
  }
  if (found === undefined) return missing({ what: `the record ${id} of ${domain}`, listedBy: 'do_domain_records' });
  const actual = `${found.type} ${found.name}`;
  if (actual !== `${type} ${name}`) return otherName({ what: `The record ${id}`, given: `${type} ${name}`, actual });
  if (same?.id !== id) return undefined;
  return notNow({ message: 'It is as you want it.', hint: 'Nothing has to be done.', reason: 'same' });
};
