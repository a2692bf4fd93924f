import { expect, it } from 'vitest';
import { net } from './connection.ts';
import { follow } from './http/follow.ts';
import { parseTargetUrl } from './http/target-url.ts';
import { openNet } from './open-net.ts';
import { a } from './test/dns-server.ts';
import { serve, startZone } from './test/start-net.ts';
import { openWire, type Wire } from './wire.ts';

const signal = new AbortController().signal;

it('sends exactly the commands that it declares', async () => {
  const sent = new Set<string>();
  const port = await serve((request, response) => {
    sent.add(`http ${request.method}`);
    response.end();
  });
  const dns = await startZone({ 'A www.example.com': [a('127.0.0.1')] });
  const settings = net.profile.parse({ targets: ['www.example.com', '127.0.0.1'], resolvers: [dns.resolver] });
  const real = openWire({ resolvers: settings.resolvers });
  const noting =
    <Call, Answer>(name: string, send: (call: Call) => Answer) =>
    (call: Call): Answer => {
      sent.add(name);
      return send(call);
    };
  const wire: Wire = {
    addressesOf: noting('dns address', real.addressesOf),
    query: async (call) => {
      sent.add('dns query');
      return real.query(call);
    },
    connect: noting('tcp connect', real.connect),
    now: real.now,
  };
  const reader = await openNet({ settings, wire, resolvePath: (path) => path });
  const call = {
    net: reader,
    url: parseTargetUrl(`http://www.example.com:${port}/`),
    wantsBody: true,
    nowMs: 0,
    signal,
    redirects: 1,
  };
  for (const method of ['GET', 'HEAD'] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one request after the other
    expect((await follow({ ...call, method })).exchanges).toMatchObject([{ status: 200 }]);
  }
  await reader.wire.query({ ask: (resolver) => resolver.resolve4('www.example.com'), signal });
  expect([...sent].toSorted()).toEqual([...(net.readerCommands ?? [])].toSorted());
});

it.each([
  {},
  { targets: [] },
  { targets: ['*'] },
  { targets: ['http://www.example.com'] },
  { targets: ['www.example.com'], resolvers: ['dns.example.com'] },
  { targets: ['www.example.com'], proxy: 'http://127.0.0.1' },
])('refuses the settings %j', (settings) => {
  expect(net.profile.safeParse(settings).success).toBe(false);
});

it.each(['10.0.0.2', '10.0.0.2:5353', '::1', '[::1]:53'])('takes the resolver %s', (resolver) => {
  const settings = { targets: ['www.example.com'], resolvers: [resolver] };
  expect(net.profile.safeParse(settings).success).toBe(true);
  expect(() => openWire({ resolvers: settings.resolvers })).not.toThrow();
});
