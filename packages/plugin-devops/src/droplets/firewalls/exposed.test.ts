import { describe, expect, it } from 'vitest';
import { exposedBy } from './exposed.ts';
import { lineOf, toRule, toSent } from './rule.ts';

const rule = { direction: 'in', protocol: 'tcp', ports: '22', peers: ['0.0.0.0/0'] } as const;
const open = (change: Partial<{ direction: 'in' | 'out'; protocol: string; ports: string; peers: string[] }>) =>
  exposedBy({ ...rule, peers: [...rule.peers], ...change });

describe('exposedBy', () => {
  it.each([
    [{}, ['SSH (22)']],
    [{ peers: ['::/0'] }, ['SSH (22)']],
    [{ peers: ['0.0.0.0/1', '128.0.0.0/1'] }, ['SSH (22)']],
    [{ ports: '5000-6000' }, ['PostgreSQL (5432)', 'RabbitMQ (5672)']],
    [{ ports: 'all' }, ['all ports']],
    [{ ports: 'all', protocol: 'udp' }, ['all ports']],
    [{ ports: '443' }, []],
    [{ peers: ['192.0.2.0/24'] }, []],
    [{ peers: ['10.0.0.0/8'] }, []],
    [{ peers: ['tag:web'] }, []],
    [{ direction: 'out' as const }, []],
    [{ protocol: 'icmp' }, []],
  ])('of %j says %j', (change, expected) => {
    expect(open(change)).toEqual(expected);
  });
});

describe('a rule', () => {
  it('is the same after the API has had it', () => {
    const peers = ['::/0', 'tag:web', 'droplet:12', 'lb:4de7ac8b-495b-4884-9a69-1050c6793cd6', '10.0.0.0/8'];
    const wanted = { direction: 'in', protocol: 'tcp', ports: 'all', peers } as const;
    const [sent] = toSent([{ ...wanted, peers }]).inbound_rules;
    expect(sent).toMatchObject({
      ports: 'all',
      sources: { addresses: ['::/0', '10.0.0.0/8'], tags: ['web'], droplet_ids: [12] },
    });
    const back = toRule({ direction: 'in', protocol: 'tcp', ports: '0', peers: sent?.sources ?? {} });
    expect(lineOf(back)).toBe(lineOf({ ...wanted, peers }));
  });
});
