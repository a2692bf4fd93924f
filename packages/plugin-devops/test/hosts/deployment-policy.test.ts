import { expect, it, onTestFinished } from 'vitest';
import { compose } from '@lineclear/core';
import plugin from '../../src/hosts/index.ts';
import { deploymentsIn } from './deployment-world.ts';

// Nothing listens there: what policy allows gets as far as the host, and what it denies does not.
const settings = {
  hosts: { web: { address: '127.0.0.1', port: 9, user: 'nobody', password: 'unused-password' } },
  deployments: deploymentsIn('/srv'),
};
const calls = {
  deploy_rollback: { service: 'shop', release: 'v1' },
  deploy_switch: { service: 'site', to: 'green' },
} as const;

const codeOf = async ({
  tier,
  policy = [],
  hosts = ['web'],
  tool,
}: {
  tier: 'development' | 'staging' | 'production' | undefined;
  policy?: readonly object[];
  hosts?: readonly string[];
  tool: keyof typeof calls;
}) => {
  const profile = { ...(tier !== undefined && { tier }), connections: { hosts: settings } };
  const composition = await compose({ plugins: [plugin], profiles: { default: 'test', profiles: { test: profile }, policy } });
  onTestFinished(() => composition.close());
  const answer = await composition.path.call({
    tool,
    args: { ...calls[tool], hosts: [...hosts] },
    caller: { principal: { id: 'tester' }, profile: 'test', transport: 'embedded', client: 'test', readOnly: false },
    asking: { mode: 'none' },
    signal: new AbortController().signal,
  });
  return 'error' in answer ? answer.error.code : answer.kind;
};

it.each([
  ['development', 'unreachable'],
  ['staging', 'unreachable'],
  ['production', 'forbidden'],
  [undefined, 'forbidden'],
] as const)('a profile of tier %s answers a deployment %s', async (tier, code) => {
  expect(await codeOf({ tier, tool: 'deploy_rollback' })).toBe(code);
  expect(await codeOf({ tier, tool: 'deploy_switch' })).toBe(code);
});

it('is opened for one service on one host, and for no more than is named', async () => {
  const policy = [{ class: 'deploy', target: 'shop@web', allow: 'allow' }];
  const tier = 'production';
  expect(await codeOf({ tier, policy, tool: 'deploy_rollback' })).toBe('unreachable');
  expect(await codeOf({ tier, policy, tool: 'deploy_rollback', hosts: ['web', 'api'] })).toBe('forbidden');
  expect(await codeOf({ tier, policy, tool: 'deploy_switch' })).toBe('forbidden');
});

it.each(['deploy_rollback', 'deploy_switch'] as const)('a host that is denied stays so, however %s names it', async (tool) => {
  const policy = [{ target: '*@web', allow: 'deny' }];
  expect(await codeOf({ tier: 'development', policy, tool })).toBe('forbidden');
  expect(await codeOf({ tier: 'development', policy, tool, hosts: ['api', 'web'] })).toBe('forbidden');
  for (const hosts of [[], ['api', 'api']])
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    expect(await codeOf({ tier: 'development', tool, hosts })).toBe('invalid_input');
});
