import { expect, it } from 'vitest';
import { loadedPackages } from '../loaded-packages.ts';

it('loads the library for SSH with the first host that is reached', async () => {
  const web = { address: '127.0.0.1', port: 9, user: 'nobody', password: 'unused-password' };
  const { tools, answers, loaded } = await loadedPackages({
    folder: 'hosts',
    connections: { hosts: { hosts: { web } } },
    calls: [
      { tool: 'host_list', args: {} },
      { tool: 'host_query', args: { host: 'web', query: 'uptime' } },
    ],
  });
  expect(tools.length).toBeGreaterThan(4);
  const [, listed, reached] = loaded;
  expect(listed).toContain('zod');
  expect(listed?.filter((name) => /ssh2|undici|kubernetes|octokit|^pg$/.test(name))).toEqual([]);
  expect(answers[1]?.error?.code).toBe('unreachable');
  expect(reached).toContain('ssh2');
});
