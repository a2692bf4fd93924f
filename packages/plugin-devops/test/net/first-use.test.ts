import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { listen, serve } from '../../src/net/test/start-net.ts';
import { loadedPackages } from '../loaded-packages.ts';

it('needs no library, and takes no proxy from the environment', async () => {
  let proxied = 0;
  const proxy = await listen(
    createServer((socket) => {
      proxied += 1;
      socket.destroy();
    }),
  );
  const port = await serve((_request, response) => response.end());
  const proxies = Object.fromEntries(
    ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'].map((name) => [name, `http://127.0.0.1:${proxy}`]),
  );
  const { answers, loaded } = await loadedPackages({
    folder: 'net',
    connections: { net: { targets: ['127.0.0.1'] } },
    calls: [{ tool: 'http_check', args: { url: `http://127.0.0.1:${port}/` } }],
    env: { ...process.env, ...proxies, NODE_USE_ENV_PROXY: '1', NO_PROXY: '', no_proxy: '' },
  });
  expect(answers[0]?.value).toMatchObject({ ok: true });
  expect(proxied).toBe(0);
  expect(loaded[1]).toContain('zod');
  expect(loaded[1]?.filter((name) => /undici|ssh2|octokit|kubernetes|pg/.test(name))).toEqual([]);
});
