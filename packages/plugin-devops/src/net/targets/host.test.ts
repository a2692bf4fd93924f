import { expect, it } from 'vitest';
import { parseHost } from './host.ts';

it.each([
  ['2130706433', 'address_form'],
  ['0x7f000001', 'address_form'],
  ['0x7f.0.0.1', 'address_form'],
  ['017700000001', 'address_form'],
  ['0177.0.0.1', 'address_form'],
  ['127.1', 'address_form'],
  ['127.0.0.256', 'address_form'],
  ['www.0xa', 'address_form'],
  ['www.example.com.', 'trailing_dot'],
  ['127.0.0.1.', 'trailing_dot'],
  ['bücher.example', 'not_ascii'],
  ['ｗww.example.com', 'not_ascii'],
  ['①②⑦.⓪.⓪.①', 'not_ascii'],
  ['www。example.com', 'not_ascii'],
  ['www.example.com\n', 'not_a_name'],
  ['www.exa mple.com', 'not_a_name'],
  ['user@www.example.com', 'not_a_name'],
  ['www.example.com:80', 'not_a_name'],
  ['www.example.com/x', 'not_a_name'],
  ['%31.example.com', 'not_a_name'],
  ['fe80::1%eth0', 'not_a_name'],
  ['-oProxyCommand=x', 'not_a_name'],
  ['a..b', 'not_a_name'],
  [`${'a'.repeat(64)}.com`, 'not_a_name'],
  ['.', 'not_a_name'],
])('refuses %j: %s', (text, reason) => {
  expect(() => parseHost(text)).toThrow(expect.objectContaining({ code: 'invalid_input', details: { reason } }));
});

it.each([
  ['WWW.Example.COM', { kind: 'name', name: 'www.example.com' }],
  ['_sip._tcp.example.com', { kind: 'name', name: '_sip._tcp.example.com' }],
  ['xn--bcher-kva.example', { kind: 'name', name: 'xn--bcher-kva.example' }],
  ['10.1.2.3', { kind: 'address', address: { family: 4, text: '10.1.2.3' } }],
  ['0:0:0:0:0:0:0:1', { kind: 'address', address: { family: 6, value: 1n, text: '::1' } }],
  ['::ffff:127.0.0.1', { kind: 'address', address: { family: 6, text: '::ffff:7f00:1' } }],
])('takes %s', (text, host) => {
  expect(parseHost(text)).toMatchObject(host);
});
