import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { a, nameBytes, numbered, txt } from '../../test/dns-server.ts';
import { startNet, startZone } from '../../test/start-net.ts';

const zone = () => ({
  'A www.example.com': [a('93.184.216.34'), a('10.0.0.1')],
  'AAAA www.example.com': [Buffer.from('20010db8000000000000000000000001', 'hex')],
  'CNAME alias.example.com': [nameBytes('www.example.com')],
  'MX example.com': [numbered([10], 'mail.example.com')],
  'TXT example.com': [txt('v=spf1 -all \u001b[31m')],
  'NS example.com': [nameBytes('ns1.example.com')],
  'SRV _sip._tcp.example.com': [numbered([1, 2, 5060], 'sip.example.com')],
  'PTR 4.3.2.10.in-addr.arpa': [nameBytes('db.example.com')],
  [`PTR ${'1.0.0.0.'.padEnd(60, '0.')}d.f.ip6.arpa`]: [nameBytes('six.example.com')],
});

const start = async () => {
  const dns = await startZone(zone());
  const targets = ['example.com', '*.example.com:443', '10.0.0.0/8', 'fd00::/8'];
  return { dns, ...(await startNet({ targets, resolvers: [dns.resolver] })) };
};

it.each([
  [
    'A',
    'www.example.com',
    [
      { value: '93.184.216.34', ttl_s: 300 },
      { value: '10.0.0.1', ttl_s: 300 },
    ],
  ],
  ['AAAA', 'www.example.com', [{ value: '2001:db8::1', ttl_s: 300 }]],
  ['CNAME', 'alias.example.com', [{ value: 'www.example.com' }]],
  ['MX', 'example.com', [{ value: 'mail.example.com', priority: 10 }]],
  ['TXT', 'example.com', [{ value: 'v=spf1 -all ' }]],
  ['NS', 'example.com', [{ value: 'ns1.example.com' }]],
  ['SRV', '_sip._tcp.example.com', [{ value: 'sip.example.com', priority: 1, weight: 2, port: 5060 }]],
  ['PTR', '10.2.3.4', [{ value: 'db.example.com' }]],
  ['PTR', 'fd00::1', [{ value: 'six.example.com' }]],
])('asks for %s of %s', async (type, name, records) => {
  const { callTool } = await start();
  expect(await callTool('dns_lookup', { name, type })).toMatchObject({ answer: 'found', records, left_out: 0, untrusted: true });
});

it('tells a name that is not there from one without such records', async () => {
  const { callTool } = await start();
  expect(await callTool('dns_lookup', { name: 'none.example.com' })).toMatchObject({ answer: 'no_such_name', records: [] });
  expect(await callTool('dns_lookup', { name: 'example.com' })).toMatchObject({ answer: 'no_records', records: [] });
});

it('says that no server answers', async () => {
  const silent = createSocket('udp4').bind(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const { callTool } = await startNet({ targets: ['example.com'], resolvers: [`127.0.0.1:${silent.address().port}`] });
  expect(await callTool('dns_lookup', { name: 'example.com', timeout_s: 1 })).toMatchObject({ answer: 'timeout' });
});

it('shows a hundred records and counts the others', async () => {
  const dns = await startZone({ 'A many.example.com': Array.from({ length: 120 }, (_, index) => a(`10.0.0.${index}`)) });
  const { callTool } = await startNet({ targets: ['*.example.com'], resolvers: [dns.resolver] });
  const answer = await callTool('dns_lookup', { name: 'many.example.com' });
  expect(answer).toMatchObject({ answer: 'found', left_out: 20 });
});

it('asks for nothing that is not listed, and for no type that does not go with the name', async () => {
  const { callTool, dns } = await start();
  for (const [name, type, code] of [
    ['secrets.evil.org', 'TXT', 'forbidden'],
    ['11.0.0.1', 'PTR', 'forbidden'],
    ['10.0.0.1', 'A', 'invalid_input'],
    ['www.example.com', 'PTR', 'invalid_input'],
    ['www.example.com.', 'A', 'invalid_input'],
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    await expect(callTool('dns_lookup', { name: name ?? '', type: type ?? '' })).rejects.toMatchObject({ code });
  }
  expect(dns.questions).toEqual([]);
});
