import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { AskTimes } from './asking.ts';
import { clients, type Person, type TestClient } from './test/clients.ts';
import { type OpenDoor, openDoor, testDoor } from './test/doors.ts';

const accept = (approve: boolean): NonNullable<Person>[number] => ({ action: 'accept', content: { approve } });

describe.each(Object.entries(clients))('the official client of %s', (_name, connect) => {
  describe.each(['stdio', 'http'] as const)('over %s', (transport) => {
    const person: NonNullable<Person> = [];
    let door: OpenDoor | undefined;
    let client: TestClient;
    let alone: TestClient;

    beforeAll(async () => {
      door = transport === 'http' ? await openDoor() : undefined;
      const target = door ?? 'stdio';
      [client, alone] = await Promise.all([connect(target, person), connect(target, undefined)]);
    });
    afterAll(async () => {
      await Promise.all([client.close(), alone.close()]);
      await door?.close();
    });

    const ask = async (answer: NonNullable<Person>[number]): Promise<unknown> => {
      person.push(answer);
      return (await client.callTool({ name: 'asking' }))['structuredContent'];
    };

    test('lists and calls tools', async () => {
      expect((await client.listTools()).tools.map(({ name }) => name)).toContain('echo');
      expect(await client.callTool({ name: 'echo', arguments: { a: 1 } })).toMatchObject({
        content: [{ type: 'text' }],
        structuredContent: { args: '{"a":1}', principal: 'tester', client: 'tester/1.0.0' },
      });
    });

    test('gets pictures, errors and protocol errors', async () => {
      expect(await client.callTool({ name: 'picture' })).toMatchObject({
        content: [{ type: 'text' }, { type: 'text', text: 'A dot' }, { type: 'image', data: 'iVBORw==', mimeType: 'image/png' }],
      });
      const failed = await client.callTool({ name: 'fail_typed' });
      expect(failed).toMatchObject({ isError: true });
      expect(failed).not.toHaveProperty('structuredContent');
      expect(await client.callTool({ name: 'fail' })).toMatchObject({
        isError: true,
        structuredContent: { code: 'upstream_error' },
      });
      await expect(client.callTool({ name: 'nope' })).rejects.toMatchObject({ code: -32_602, data: { code: 'not_found' } });
      const defect = { code: -32_603, message: expect.not.stringContaining('secret') };
      await expect(client.callTool({ name: 'throws' })).rejects.toMatchObject(defect);
    });

    test('reports progress', async () => {
      const heard: unknown[] = [];
      const { promise: isHeard, resolve } = Promise.withResolvers<void>();
      const onprogress = (progress: unknown) => {
        heard.push(progress);
        resolve();
      };
      const counting = client.callTool({ name: 'counting', arguments: { hold: true } }, { onprogress });
      await isHeard;
      await client.callTool({ name: 'go_on' });
      expect(await counting).toMatchObject({ structuredContent: { counted: true } });
      expect(heard[0]).toEqual({ progress: 1, total: 3, message: 'step 1' });
    });

    test('carries a question to the person and the answer back', async () => {
      expect(await ask(accept(true))).toEqual({ answered: 'approved' });
      expect(await ask(accept(false))).toEqual({ answered: 'declined' });
      expect(await ask({ action: 'decline' })).toEqual({ answered: 'declined' });
      expect(await ask({ action: 'cancel' })).toEqual({ answered: 'unanswered' });
    });

    test('is not asked when it declares nothing', async () => {
      expect(await alone.callTool({ name: 'asking' })).toMatchObject({ isError: true });
    });

    test('cancels a read, and the connection stays good', async () => {
      const stop = new AbortController();
      const call = client.callTool({ name: 'slow' }, { signal: stop.signal });
      setTimeout(() => stop.abort(), 50);
      await expect(call).rejects.toThrow();
      expect(await client.callTool({ name: 'noop' })).toMatchObject({ structuredContent: { ok: true } });
    });
  });
});

const speaking2025 = Object.entries(clients).filter(([name]) => name === 'version 1' || name.includes('2025'));
describe.each(speaking2025)('a client of %s that declares forms and never answers', (_name, connect) => {
  const silentClient = async (askTimes: AskTimes): Promise<TestClient> => {
    const client = await connect(await testDoor({ askTimes }), []);
    onTestFinished(() => client.close());
    return client;
  };

  test('leaves the question unanswered', async () => {
    const client = await silentClient({ askMs: 300, patientMs: 600, beatMs: 50 });
    expect(await client.callTool({ name: 'asking' })).toMatchObject({ structuredContent: { answered: 'unanswered' } });
  });

  test('hears signs of life while it is waited for longer', async () => {
    const client = await silentClient({ askMs: 100, patientMs: 60_000, beatMs: 50 });
    const heard: unknown[] = [];
    const leaving = new AbortController();
    const { signal } = leaving;
    const call = client.callTool({ name: 'asking' }, { onprogress: (progress) => heard.push(progress), signal });
    await expect.poll(() => heard.length).toBeGreaterThan(2);
    expect(heard[0]).toMatchObject({ message: 'Waiting for a person to answer' });
    leaving.abort();
    await expect(call).rejects.toThrow();
  });
});
