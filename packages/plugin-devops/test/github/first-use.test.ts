import { expect, it } from 'vitest';
import { loadedPackages } from '../loaded-packages.ts';

it('loads Octokit and the library for sealed secrets with their first use', async () => {
  const connections = { github: { url: 'http://127.0.0.1:9', token: 'unused-token' } };
  const { tools, loaded } = await loadedPackages({ folder: 'github', connections });
  expect(tools.length).toBeGreaterThan(10);
  expect(loaded[0]).toContain('zod');
  expect(loaded[0]?.filter((name) => /octokit|bottleneck|sodium|undici/.test(name))).toEqual([]);
});
