import type { JsonValue } from '@lineclear/core/plugin';
import { postgresBinary, skipWithout, startPlugin } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import database from '../../src/database/index.ts';
import { type DatabaseRig, startRig } from '../../src/database/test/database-rig.ts';
import { startBackend } from './backend.ts';
import { examples } from './examples.ts';

const writes = database.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name);

describe.skipIf(skipWithout(postgresBinary))('previews', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig?.close());

  it.each(writes)('of %s show every argument, the database, the profile with its tier, and how to undo it', async (tool) => {
    const shown = (examples[tool] ?? []).filter(({ error }) => error === undefined);
    expect(shown.length).toBeGreaterThan(0);
    for (const example of shown) {
      const backend = await startBackend(rig);
      const started = await startPlugin({ plugin: database, connections: backend.connections });
      onTestFinished(async () => {
        await started.close();
        await backend.close?.();
      });
      await example.arrange?.(backend);
      const args = { ...example.input, ...(await example.before?.(started)) };
      const heard = backend.shop.gate.statements.length;
      const { description, details } = await started.previewTool(tool, args);
      expect(description).toContain('shop (test, development)');
      const told: Readonly<Record<string, JsonValue>> = Object(details);
      expect(told).toMatchObject({ tier: 'development', reversible: expect.any(Boolean), ...args });
      expect(told['undo'] === null || typeof told['undo'] === 'string').toBe(true);
      // What is filled in for the caller is shown too.
      const filled = Object.keys(database.tools.find(({ name }) => name === tool)?.input.parse(args) ?? {});
      expect(Object.keys(told)).toEqual(expect.arrayContaining(filled));
      const sent = backend.shop.gate.statements.slice(heard);
      expect(sent.filter((sql) => !/^(?:BEGIN TRANSACTION .* READ ONLY|SELECT|WITH|COMMIT)/.test(sql.trim()))).toEqual([]);
    }
  });

  it('shows the whole text of what would run, cleaned, and says where it holds what nobody sees', async () => {
    const backend = await startBackend(rig);
    const started = await startPlugin({ plugin: database, connections: backend.connections });
    onTestFinished(async () => {
      await started.close();
      await backend.close?.();
    });
    await backend.shop.migration('0001_begin.sql', `-- lcbegin\u202e\nSELECT 1; ${'-- x\n'.repeat(2_000)}-- lcend`);
    const preview = await started.previewTool('db_migrate', { database: 'shop' });
    const text = JSON.stringify(preview);
    expect(text).toMatch(/lcbegin[^]*lcend/);
    expect(text).not.toContain('\u202e');
    expect(preview['warnings']).toContain('0001_begin.sql has characters that are not shown: U+202E.');
  });
});
