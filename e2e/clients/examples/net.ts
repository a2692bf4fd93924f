import type { Example } from '../example.ts';
import { site } from '../net-world.ts';

export const netReads: readonly Example[] = [
  {
    tool: 'http_check',
    args: { url: site.url, expect_text: 'ready' },
    answers: { ok: true, problems: [], steps: [{ address: '127.0.0.1', status: 200 }], body: { text_found: true } },
    error: { args: { url: 'http://www.example.org/' }, code: 'forbidden' },
  },
  {
    tool: 'dns_lookup',
    args: { name: site.name },
    answers: { answer: 'found', records: [{}], left_out: 0 },
    error: { args: { name: 'www.example.org' }, code: 'forbidden' },
  },
  {
    tool: 'port_check',
    args: { host: site.name, port: site.port },
    answers: { open: true, address: '127.0.0.1', reason: null },
    error: { args: { host: '10.0.0.1', port: 22 }, code: 'forbidden' },
  },
];
