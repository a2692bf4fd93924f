import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Person, sdkClients } from '../clients/sdk-clients.ts';
import { errorOf, type Frame, valueOf } from '../processes/app/frames.ts';
import { type DepotBackend, startDepot } from './depot/backend.ts';
import { type DepotHost, startHost } from './depot/host.ts';

const [one] = sdkClients;
const burn = { id: 'a' };

let backend: DepotBackend;
let host: DepotHost;
beforeEach(async () => {
  backend = await startDepot();
  host = await startHost({ backend: backend.url });
});
afterEach(async () => {
  await host[Symbol.asyncDispose]();
  await backend[Symbol.asyncDispose]();
});

/** Previews and confirms a deletion through the official client of version 1, with this person behind it. */
const confirmWith = async (person: Person | undefined): Promise<Frame> => {
  const client = await one!.connect({ target: { kind: 'http', url: host.url, token: 'ada' }, person });
  try {
    await client.callTool('parcel_burn', burn);
    return { jsonrpc: '2.0', result: await client.callTool('parcel_burn', { ...burn, confirm: true }) };
  } finally {
    await client.close();
  }
};
const planState = async (): Promise<string | undefined> => (await host.composition.store.plans({})).at(0)?.state;
const accept = (content: Record<string, string | number | boolean>) => () => ({ action: 'accept', content }) as const;

describe('a write that needs the person behind a 2025 client', () => {
  test.each([
    { title: 'ticks the box', person: accept({ approve: true }) },
    { title: 'ticks the box and adds a field nobody asked for', person: accept({ approve: true, comment: 'fine' }) },
  ])('runs when the person $title', async ({ person }) => {
    expect(valueOf(await confirmWith(person))).toMatchObject({ status: 'executed', receipt: { assurance: 'client' } });
    expect(backend.writes).toEqual(['DELETE /parcels/a']);
  });

  test.each([
    { title: 'declines', person: () => ({ action: 'decline' }) as const },
    { title: 'leaves the box empty', person: accept({ approve: false }) },
  ])('is rejected for good when the person $title', async ({ person }) => {
    expect(errorOf(await confirmWith(person))).toMatchObject({ code: 'rejected', hint: expect.any(String) });
    expect(await planState()).toBe('rejected');
    expect(backend.writes).toEqual([]);
  });

  const lies: { title: string; person: Person | undefined }[] = [
    { title: 'cancels the dialog', person: () => ({ action: 'cancel' }) },
    { title: 'answers "true" as a text', person: accept({ approve: 'true' }) },
    { title: 'answers 1', person: accept({ approve: 1 }) },
    { title: 'accepts without the field', person: accept({}) },
    { title: 'accepts with another field', person: accept({ approved: true }) },
    { title: 'accepts without any content', person: () => ({ action: 'accept' }) },
    { title: 'answers with an error', person: () => Promise.reject(new Error('broken dialog')) },
    { title: 'cannot be asked', person: undefined },
  ];
  const staysPending = async (person: Person | undefined): Promise<void> => {
    const { code, hint, details } = errorOf(await confirmWith(person));
    expect(code).toBe('awaiting_approval');
    expect(hint).toContain('approver add');
    expect(details).toMatchObject({ required: 'client', ticket: expect.stringMatching(/^lct_/) });
    expect(await planState()).toBe('pending');
    expect(backend.writes).toEqual([]);
  };
  test.each(lies)('stays pending when the client $title, and says how a person approves', ({ person }) => staysPending(person));

  test('stays pending when the person never answers', async () => {
    await host[Symbol.asyncDispose]();
    host = await startHost({ backend: backend.url, askTimes: { askMs: 300, patientMs: 600, beatMs: 50 } });
    await staysPending(() => new Promise<never>(() => {}));
  });

  test('is asked about with what was previewed', async () => {
    const questions: string[] = [];
    await confirmWith((question) => {
      questions.push(question);
      return { action: 'decline' };
    });
    expect(questions).toEqual([
      expect.stringMatching(/Burn parcel "a" of 3 kg\.\nProfile: main \(development\)\. Risk: destructive/),
    ]);
  });

  test('is not asked about when it is stale already', async () => {
    const questions: string[] = [];
    const person: Person = (question) => {
      questions.push(question);
      return { action: 'accept', content: { approve: true } };
    };
    const client = await one!.connect({ target: { kind: 'http', url: host.url, token: 'ada' }, person });
    await client.callTool('parcel_burn', burn);
    backend.parcels.set('a', { weight: 99, state: 'stored' });
    const result = await client.callTool('parcel_burn', { ...burn, confirm: true });
    await client.close();
    expect(errorOf({ jsonrpc: '2.0', result })).toMatchObject({
      code: 'stale',
      details: { changed: { weight: { was: 3, is: 99 } } },
    });
    expect(questions).toEqual([]);
    expect(backend.writes).toEqual([]);
  });

  test('is stale when what it is about changed while the person thought', async () => {
    const changing: Person = () => {
      backend.parcels.set('a', { weight: 99, state: 'stored' });
      return { action: 'accept', content: { approve: true } };
    };
    const { code, details } = errorOf(await confirmWith(changing));
    expect(code).toBe('stale');
    expect(details).toMatchObject({ changed: { weight: { was: 3, is: 99 } }, preview: { status: 'preview' } });
    expect(backend.writes).toEqual([]);
  });
});
