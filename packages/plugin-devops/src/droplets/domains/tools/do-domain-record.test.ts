import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

const www = { domain: 'example.com', type: 'A', name: 'www' };

describe('DNS records', () => {
  it('are changed with the old value to go back to', async () => {
    const { confirmTool, world } = await start();
    const change = { ...www, id: known.record, data: known.free, ttl: 60 };
    const { preview, outcome } = await confirmTool('do_domain_record_put', change);
    expect(preview).toMatchObject({
      changes: [`- A www.example.com ${known.taken} (ttl 1800)`, `+ A www.example.com ${known.free} (ttl 60)`],
      details: { undo: `do_domain_record_put with data "${known.taken}" and ttl 1800` },
      warnings: ['Resolvers keep the old answer for up to 1800 seconds.'],
    });
    expect(outcome).toMatchObject({ result: { id: known.record, data: known.free, ttl: 60 } });
    expect(world.domains.get('example.com')).toMatchObject([{ data: known.free }]);
  });

  it('are added beside others with a warning, and listed', async () => {
    const { confirmTool, callTool } = await start();
    const { preview } = await confirmTool('do_domain_record_put', { ...www, data: known.free });
    expect(preview).toMatchObject({ warnings: [expect.stringContaining('clients get any of them')] });
    expect(await callTool('do_domain_records', { domain: 'example.com', name: 'www' })).toMatchObject({
      domains: ['example.com'],
      records: [{ data: known.taken }, { data: known.free }],
    });
    expect(await callTool('do_domain_records', {})).toMatchObject({ domains: ['example.com'], records: [], total: 1 });
  });

  it('are deleted by their id and name, and what DigitalOcean refuses has failed', async () => {
    const { confirmTool, answer, previewTool, world } = await start();
    const { preview } = await confirmTool('do_domain_record_delete', { domain: 'example.com', id: known.record, name: 'www' });
    expect(preview).toMatchObject({ details: { reversible: true, undo: expect.stringContaining(known.taken) } });
    expect(world.domains.get('example.com')).toEqual([]);
    const noDot = { domain: 'example.com', type: 'CNAME', name: 'shop', data: 'www.example.com' };
    const { ticket = null } = await previewTool('do_domain_record_put', noDot);
    expect(await answer('do_domain_record_put', { ...noDot, confirm: true, ticket })).toMatchObject({
      kind: 'error',
      error: { code: 'invalid_input', details: { status: 'failed' } },
    });
  });
});
