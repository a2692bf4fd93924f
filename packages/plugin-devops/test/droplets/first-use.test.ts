import { expect, it } from 'vitest';
import { loadedPackages } from '../loaded-packages.ts';

it('needs zod alone until a tool is called', async () => {
  const connections = { droplets: { url: 'http://127.0.0.1:9', token: 'unused-token' } };
  const { tools, loaded } = await loadedPackages({ folder: 'droplets', connections });
  expect(tools.length).toBeGreaterThan(20);
  expect(loaded[0]).toContain('zod');
  expect(loaded[0]?.filter((name) => /octokit|undici|ssh2|^pg$|kubernetes|sodium|node-pty/.test(name))).toEqual([]);
});
