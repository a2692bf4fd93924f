import type { Rule } from './rule.ts';

// What is meant for people who administer the machine, or for its neighbours.
const guarded: readonly (readonly [number, string])[] = [
  [22, 'SSH'],
  [2375, 'Docker'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [5432, 'PostgreSQL'],
  [5672, 'RabbitMQ'],
  [6379, 'Redis'],
  [6443, 'Kubernetes'],
  [9200, 'Elasticsearch'],
  [10250, 'kubelet'],
  [11211, 'memcached'],
  [27017, 'MongoDB'],
];

/** What a rule opens to everybody that only few should reach; empty where it is nothing. */
export const exposedBy = ({
  direction,
  protocol,
  ports,
  peers,
}: Omit<Rule, 'protocol'> & { protocol: string }): readonly string[] => {
  if (direction !== 'in' || protocol === 'icmp' || !peers.some(isEverybody)) return [];
  if (ports === 'all') return ['all ports'];
  const [from = 0, to = from] = ports.split('-').map(Number);
  return guarded.filter(([port]) => from <= port && port <= to).map(([port, name]) => `${name} (${port})`);
};

// Half of all addresses is everybody, too: two of them together are the whole.
const isEverybody = (peer: string): boolean => {
  const [, bits] = /^[0-9a-f.:]+\/(\d+)$/i.exec(peer) ?? [];
  return bits !== undefined && Number(bits) <= (peer.includes(':') ? 16 : 7);
};
