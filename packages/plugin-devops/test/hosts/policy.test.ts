import type { Tier } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { expect, it, onTestFinished } from 'vitest';
import plugin from '../../src/hosts/index.ts';

// Nothing listens there: what policy allows gets as far as the network, and what it denies does not.
const settings = { hosts: { web: { address: '127.0.0.1', port: 9, user: 'nobody', password: 'unused-password' } } };
const commands = {
  inspect: ['uptime'],
  change: ['nginx', '-s', 'reload'],
  destructive: ['rm', '-rf', '/srv/app'],
  privileged: ['sudo', 'id'],
  shell: ['sh', '-c', 'id'],
} as const;

const start = async ({
  tier,
  policy = [],
  principal,
}: {
  tier?: Tier | undefined;
  policy?: readonly object[];
  principal?: string;
}) => {
  const { compose } = await import('@lineclear/core');
  const composition = await compose({
    plugins: [plugin],
    // A profile without a tier is the production of somebody who forgot to say so.
    profiles: {
      default: 'test',
      profiles: { test: { ...(tier !== undefined && { tier }), connections: { hosts: settings } } },
      policy,
    },
  });
  onTestFinished(() => composition.close());
  const caller = {
    principal: { id: principal ?? 'tester' },
    profile: 'test',
    transport: 'embedded',
    client: 'test',
    readOnly: false,
  } as const;
  const codeOf = async (tool: string, args: Record<string, unknown>) => {
    const answer = await composition.path.call({
      tool,
      args: JSON.parse(JSON.stringify(args)),
      caller,
      asking: { mode: 'none' },
      signal: new AbortController().signal,
    });
    return 'error' in answer ? answer.error.code : answer.kind;
  };
  const exec = (argv: readonly string[], more: object = {}) => codeOf('host_exec', { host: 'web', argv, ...more });
  return { codeOf, exec };
};

it.each([
  { tier: 'development', allowed: ['inspect', 'change', 'destructive', 'privileged', 'shell'] },
  { tier: 'staging', allowed: ['inspect', 'change', 'destructive'] },
  { tier: 'production', allowed: [] },
  { tier: undefined, allowed: [] },
] as const)('with the default rules, tier $tier allows the classes $allowed', async ({ tier, allowed }) => {
  const { codeOf, exec } = await start({ tier });
  const codes = Object.fromEntries(
    await Promise.all(Object.entries(commands).map(async ([name, argv]) => [name, await exec(argv)])),
  );
  expect(codes).toEqual(
    Object.fromEntries(
      Object.keys(commands).map((name) => [name, allowed.some((one) => one === name) ? 'unreachable' : 'forbidden']),
    ),
  );
  expect(await exec(['uptime'], { sudo: true })).toBe(tier === 'development' ? 'not_configured' : 'forbidden');
  expect(await codeOf('host_enrol', { host: 'web' })).toBe(allowed.length > 0 ? 'unreachable' : 'forbidden');
  // Reads are open everywhere.
  expect(await codeOf('host_query', { host: 'web', query: 'uptime' })).toBe('unreachable');
  expect(await codeOf('host_list', {})).toBe('value');
});

it('opens production to whom the rules of the operator name, for the classes and hosts that they name', async () => {
  const policy = [
    { tier: 'production', tool: 'host_exec', principal: 'ops-*', class: ['inspect', 'change'], target: 'web*', allow: 'allow' },
    { tier: 'production', tool: 'host_exec', principal: 'ops-*', class: 'destructive', target: 'web', approval: 'human' },
  ];
  const ops = await start({ tier: 'production', policy, principal: 'ops-anna' });
  expect(await ops.exec(commands.inspect)).toBe('unreachable');
  expect(await ops.exec(commands.change)).toBe('unreachable');
  expect(await ops.exec(commands.destructive)).toBe('unreachable');
  expect(await ops.exec(commands.privileged)).toBe('forbidden');
  expect(await ops.exec(commands.shell)).toBe('forbidden');
  expect(await ops.exec(['env', 'sudo', 'id'])).toBe('forbidden');
  expect(await ops.codeOf('host_exec', { host: 'db', argv: ['uptime'] })).toBe('forbidden');
  expect(await ops.codeOf('host_enrol', { host: 'web' })).toBe('forbidden');
  const other = await start({ tier: 'production', policy, principal: 'intern' });
  expect(await other.exec(commands.inspect)).toBe('forbidden');
});

it('lets an operator close reads of a host, too', async () => {
  const { codeOf } = await start({ tier: 'development', policy: [{ kind: 'read', target: 'web', allow: 'deny' }] });
  expect(await codeOf('host_query', { host: 'web', query: 'uptime' })).toBe('forbidden');
  expect(await codeOf('host_list', {})).toBe('value');
});

it('holds the same in the call as in the list: a tool that is not listed cannot be called', async () => {
  const started = await startPlugin({ plugin, connections: { hosts: settings }, readOnly: true });
  onTestFinished(started.close);
  expect(started.composition.tools(started.caller).map(({ name }) => name)).not.toContain('host_exec');
  const answer = await started.answer('host_exec', { host: 'web', argv: ['id'] });
  expect(answer).toMatchObject({ kind: 'error' });
});
