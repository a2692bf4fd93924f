import { describe, expect, it } from 'vitest';
import { logAddress } from './log-address.ts';

const hosted = 'https://api.github.com';
const server = 'https://git.example.com/api/v3';

describe('logAddress', () => {
  it.each([
    [hosted, 'https://productionresultssa7.blob.core.windows.net/actions-results/1?sig=a%2Fb'],
    [hosted, 'https://pipelinesghubeus2.actions.githubusercontent.com/x'],
    [hosted, 'https://objects.githubusercontent.com/x'],
    ['https://api.acme.ghe.com', 'https://acmesa1.blob.core.windows.net/x'],
    [server, 'https://git.example.com/_services/pipelines/x?token=1'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010/_logs/1'],
  ])('with %s takes %s', (api, location) => {
    expect(logAddress({ location, api }).href).toBe(location);
  });

  it('takes a path as one of the API', () => {
    expect(logAddress({ location: '/storage/1#x', api: server }).href).toBe('https://git.example.com/storage/1');
  });

  it.each([
    [hosted, 'http://productionresultssa7.blob.core.windows.net/x'],
    [hosted, 'https://evil.example.com/x'],
    [hosted, 'https://blob.core.windows.net.evil.example.com/x'],
    [hosted, 'https://evilblob.core.windows.net/x'],
    [hosted, 'https://sa.blob.core.windows.net:8443/x'],
    [hosted, 'https://user:password@sa.blob.core.windows.net/x'],
    [hosted, 'https://169.254.169.254/latest/meta-data'],
    [hosted, 'file:///etc/passwd'],
    [hosted, 'https://['],
    [server, 'https://productionresultssa7.blob.core.windows.net/x'],
    [server, 'http://git.example.com/x'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4011/x'],
  ])('with %s refuses %s', (api, location) => {
    expect(() => logAddress({ location, api })).toThrow(expect.objectContaining({ code: 'forbidden', effect: 'none' }));
  });
});
