import { estimateTokens } from '@lineclear/core';
import { startPlugin } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import database from '../../src/database/index.ts';

test('a tool costs a model 200 tokens on average', async () => {
  const shop = { host: '127.0.0.1', database: 'shop', reader: { user: 'reader' } };
  const { composition, caller, close } = await startPlugin({
    plugin: database,
    connections: { database: { databases: { shop } } },
  });
  onTestFinished(close);
  const own = new Set(database.tools.map(({ name }) => name));
  const listed = composition.tools(caller).filter(({ name }) => own.has(name));
  expect(listed).toHaveLength(database.tools.length);
  const tokens = listed.map((tool) => estimateTokens(JSON.stringify({ ...tool, outputSchema: undefined })));
  expect(tokens.reduce((sum, one) => sum + one, 0) / tokens.length).toBeLessThanOrEqual(200);
});
