import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import net from '../../src/net/index.ts';
import { site, startBackend } from './backend.ts';

pluginContract({
  plugin: net,
  module: new URL('../../src/net/index.ts', import.meta.url),
  backend: startBackend,
  examples: {
    http_check: [
      { input: { url: `${site.url}/health`, expect_text: 'ready', show_body: true } },
      { input: { url: `${site.url}/health`, method: 'HEAD' } },
      { input: { url: `${site.url}/old` } },
      { input: { url: 'http://www.example.org/' }, error: 'forbidden' },
      { input: { url: 'http://somebody@www.example.com/' }, error: 'invalid_input' },
    ],
    dns_lookup: [{ input: { name: site.host } }, { input: { name: 'www.example.org' }, error: 'forbidden' }],
    port_check: [{ input: { host: site.host, port: site.port } }, { input: { host: '10.0.0.1', port: 22 }, error: 'forbidden' }],
  },
});

toolSnapshots({
  plugin: net,
  connections: { net: { targets: ['www.example.com'] } },
  folder: new URL('__snapshots__/', import.meta.url),
});
