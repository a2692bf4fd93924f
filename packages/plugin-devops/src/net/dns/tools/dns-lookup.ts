import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { net } from '../../connection.ts';
import { codeOf } from '../../failure.ts';
import { type Host, parseHost } from '../../targets/host.ts';
import { checkListed, since } from '../../targets/reach.ts';
import { timeoutS, within } from '../../within.ts';
import { askFor, dnsRecord, recordTypes, reverseName } from '../records.ts';

const mostRecords = 100;

/** What the codes of a resolver mean; every other one is `failed`. */
const answers: Readonly<Record<string, 'no_such_name' | 'no_records' | 'timeout'>> = {
  ENOTFOUND: 'no_such_name',
  ENODATA: 'no_records',
  ETIMEOUT: 'timeout',
  TIMEOUT: 'timeout',
};

export const dnsLookup = net.read({
  name: 'dns_lookup',
  title: 'Ask DNS',
  toolset: 'net',
  description: 'Ask DNS for records of a listed name. Use port_check to see what answers there.',
  input: z.strictObject({
    name: z.string().describe('Such as www.example.com; an address for PTR.'),
    type: z.enum(recordTypes).default('A').describe('The kind of record.'),
    timeout_s: timeoutS,
  }),
  output: z.object({
    name: z.string(),
    type: z.enum(recordTypes),
    answer: z.enum(['found', 'no_records', 'no_such_name', 'timeout', 'failed']),
    reason: z.string().nullable().describe('The code where it failed.'),
    records: z.array(dnsRecord),
    left_out: z.int(),
    ms: z.int(),
    untrusted: z.literal(true),
  }),
  deadlineMs: ({ timeout_s: seconds }) => (seconds + 5) * 1_000,
  run: async ({ input: { name, type, timeout_s: seconds }, reader: { list, wire }, signal }) => {
    const host = parseHost(name);
    checkListed({ host, port: undefined, list });
    const asked = questionOf({ host, type });
    const startedAt = wire.now();
    const facts = { name: asked, type, untrusted: true } as const;
    try {
      const ask = askFor[type];
      const records = await wire.query({ ask: (resolver) => ask(resolver, asked), signal: within({ signal, seconds }) });
      const ms = since({ wire, startedAt });
      const shown = records.slice(0, mostRecords);
      const answer = records.length === 0 ? ('no_records' as const) : ('found' as const);
      return { ...facts, answer, reason: null, records: shown, left_out: records.length - shown.length, ms };
    } catch (error) {
      signal.throwIfAborted();
      const code = codeOf(error);
      const answer = answers[code] ?? ('failed' as const);
      return { ...facts, answer, reason: code, records: [], left_out: 0, ms: since({ wire, startedAt }) };
    }
  },
});

const questionOf = ({ host, type }: { host: Host; type: string }): string => {
  if ((host.kind === 'address') !== (type === 'PTR')) {
    throw new LineclearError('invalid_input', 'PTR goes with an address, and every other type with a name.', {
      details: { reason: 'name_and_type' },
    });
  }
  return host.kind === 'address' ? reverseName(host.address) : host.name;
};
