import { expect, it } from 'vitest';
import { loadedPackages } from '../loaded-packages.ts';

it('loads the library with its first use, and its pool never', async () => {
  const shop = { host: '127.0.0.1', port: 9, database: 'shop', reader: { user: 'reader' }, tls: { mode: 'off' } };
  const { tools, loaded } = await loadedPackages({
    folder: 'database',
    connections: { database: { databases: { shop } } },
    calls: [{ tool: 'db_sizes', args: { database: 'shop' } }],
  });
  expect(tools.length).toBeGreaterThan(10);
  const [before, after] = loaded;
  expect(before).toContain('zod');
  expect(before?.filter((name) => name.startsWith('pg'))).toEqual([]);
  expect(after).toContain('pg');
  expect(after).not.toContain('pg-pool');
});
