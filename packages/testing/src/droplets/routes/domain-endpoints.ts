import * as z from 'zod';
import type { DomainRecordRecord } from '../model/records.ts';
import { bodyOf, endpoint, noContent, orNotFound, page } from './endpoint.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { unprocessable } from './refusal.ts';

const fields = {
  name: z.string().min(1),
  data: z.string().min(1),
  priority: z.int().min(0).max(65_535).nullable().default(null),
  port: z.int().min(0).max(65_535).nullable().default(null),
  ttl: z.int().min(30).default(1800),
  weight: z.int().min(0).max(65_535).nullable().default(null),
  flags: z.int().min(0).max(255).nullable().default(null),
  tag: z.string().nullable().default(null),
};
const creation = z.object({ type: z.enum(['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'SRV', 'TXT']), ...fields });
const change = z.object({
  type: z.string().optional(),
  name: z.string().min(1).optional(),
  data: z.string().min(1).optional(),
  priority: z.int().min(0).max(65_535).nullish(),
  ttl: z.int().min(30).optional(),
});

/** DNS. */
export const domainEndpoints = (): readonly Endpoint[] => [
  endpoint('GET /domains', (call) =>
    page(call, 'domains', [...call.world.domains.keys()], (name) => ({ name, ttl: 1800, zone_file: `$ORIGIN ${name}.\n` })),
  ),
  endpoint('GET /domains/:domain', ({ world, params }) => {
    orNotFound(world.domains.get(params['domain'] ?? ''));
    return { json: { domain: { name: params['domain'], ttl: 1800, zone_file: `$ORIGIN ${params['domain']}.\n` } } };
  }),
  endpoint('GET /domains/:domain/records', (call) => {
    const [type, name] = [call.query.get('type'), call.query.get('name')];
    const fitting = recordsOf(call)
      .filter((record) => type === null || record.type === type)
      .filter((record) => name === null || fullName(record, call) === name);
    return page(call, 'domain_records', fitting, (record) => record);
  }),
  endpoint('POST /domains/:domain/records', (call) => {
    recordsOf(call);
    const body = bodyOf(call, creation);
    checkData(body);
    return { status: 201, json: { domain_record: call.world.addRecord(call.params['domain'] ?? '', body) } };
  }),
  endpoint('GET /domains/:domain/records/:record', (call) => ({ json: { domain_record: recordOf(call) } })),
  endpoint('PATCH /domains/:domain/records/:record', update),
  endpoint('PUT /domains/:domain/records/:record', update),
  endpoint('DELETE /domains/:domain/records/:record', (call) => {
    const { id } = recordOf(call);
    call.world.domains.set(
      call.params['domain'] ?? '',
      recordsOf(call).filter((record) => record.id !== id),
    );
    return noContent;
  }),
];

const recordsOf = ({ world, params }: EndpointCall): readonly DomainRecordRecord[] =>
  orNotFound(world.domains.get(params['domain'] ?? ''));

const recordOf = (call: EndpointCall): DomainRecordRecord =>
  orNotFound(recordsOf(call).find(({ id }) => id === Number(call.params['record'])));

// The filter takes the whole name; the records have the part before the domain.
const fullName = ({ name }: DomainRecordRecord, { params }: EndpointCall): string =>
  name === '@' ? (params['domain'] ?? '') : `${name}.${params['domain'] ?? ''}`;

function update(call: EndpointCall) {
  const record = recordOf(call);
  const given = bodyOf(call, change);
  if (given.type !== undefined && given.type !== record.type) throw unprocessable('The type of a record cannot be changed.');
  const changed = { ...record, ...given, type: record.type, priority: given.priority ?? record.priority };
  checkData(changed);
  call.world.domains.set(
    call.params['domain'] ?? '',
    recordsOf(call).map((one) => (one.id === record.id ? Object.assign(one, changed) : one)),
  );
  return { json: { domain_record: changed } };
}

const checkData = ({ type, data, priority }: { type: string; data: string; priority: number | null }): void => {
  if (type === 'A' && !z.ipv4().safeParse(data).success) throw unprocessable('Data needs to be an IPv4 address.');
  if (type === 'AAAA' && !z.ipv6().safeParse(data).success) throw unprocessable('Data needs to be an IPv6 address.');
  if (/^(?:CNAME|MX|NS|SRV)$/.test(type) && !/(?:\.|^@)$/.test(data)) throw unprocessable('Data needs to end with a dot (.)');
  if (/^(?:MX|SRV)$/.test(type) && priority === null) throw unprocessable("Priority can't be blank.");
};
