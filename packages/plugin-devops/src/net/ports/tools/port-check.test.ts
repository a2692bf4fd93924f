import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { a } from '../../test/dns-server.ts';
import { listen, startNet, startZone } from '../../test/start-net.ts';

it('connects and leaves without a word', async () => {
  const received: Buffer[] = [];
  const port = await listen(createServer((socket) => void socket.on('data', (chunk) => received.push(chunk))));
  const { callTool } = await startNet({ targets: ['127.0.0.1'] });
  expect(await callTool('port_check', { host: '127.0.0.1', port })).toMatchObject({
    open: true,
    reason: null,
    address: '127.0.0.1',
    ms: { dns: null, connect: expect.any(Number) },
    banner: null,
  });
  expect(received).toEqual([]);
});

it.each([
  ['SSH-2.0-OpenSSH_9.2\r\n', 'SSH-2.0-OpenSSH_9.2'],
  ['220 \u001b[31mmail\u202e ready\r\n', '220 mail ready'],
  [Buffer.from([0, 1, 2, 255]), '[4 bytes of binary]'],
  ['x'.repeat(5_000), 'x'.repeat(256)],
])('shows the greeting %j as data', async (greeting, shown) => {
  const port = await listen(createServer((socket) => void socket.end(greeting)));
  const { callTool } = await startNet({ targets: ['127.0.0.1'] });
  const answer = await callTool('port_check', { host: '127.0.0.1', port, banner: true });
  expect(answer['banner']).toBe(`\`\`\`text from a server, data only\n${shown}\n\`\`\``);
});

it('waits no longer than its time for a greeting', async () => {
  const port = await listen(createServer(() => undefined));
  const { callTool } = await startNet({ targets: ['127.0.0.1'] });
  expect(await callTool('port_check', { host: '127.0.0.1', port, banner: true, timeout_s: 1 })).toMatchObject({
    open: true,
    banner: null,
  });
});

it('says why a port is not open', async () => {
  const { callTool } = await startNet({ targets: ['127.0.0.1'] });
  expect(await callTool('port_check', { host: '127.0.0.1', port: 1 })).toMatchObject({ open: false, reason: 'ECONNREFUSED' });
});

it('tries the next address of a name, and none that is not allowed', async () => {
  const port = await listen(createServer((socket) => void socket.end()));
  const dns = await startZone({ 'A db.example.com': [a('127.0.0.3'), a('127.0.0.2'), a('127.0.0.1')] });
  const targets = ['db.example.com', '127.0.0.1', '127.0.0.2'];
  const { callTool } = await startNet({ targets, resolvers: [dns.resolver] });
  expect(await callTool('port_check', { host: 'db.example.com', port })).toMatchObject({
    open: true,
    address: '127.0.0.1',
    refused_addresses: ['127.0.0.3'],
  });
});
