import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Person, sdkClients } from '../clients/sdk-clients.ts';
import { errorOf, type Frame, valueOf } from '../processes/app/frames.ts';
import { withForms } from '../processes/app/modern.ts';
import { callTool } from '../processes/app/raw-http.ts';
import { type DepotBackend, startDepot } from './depot/backend.ts';
import { type DepotHost, startHost } from './depot/host.ts';

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

const burn = (args: object, extra: Record<string, unknown> = {}): Promise<Frame> =>
  callTool({ url: host.url, token: 'ada', capabilities: withForms, name: 'parcel_burn', args: { id: 'a', ...args }, extra });
const planState = async (): Promise<string | undefined> => (await host.composition.store.plans({})).at(0)?.state;

/** Previews and confirms, and yields the state with which the answer has to come back. */
const askedState = async (): Promise<unknown> => {
  await burn({});
  const { result } = await burn({ confirm: true });
  expect(result).toMatchObject({ resultType: 'input_required', inputRequests: { approve: { method: 'elicitation/create' } } });
  return result?.['requestState'];
};
const answer = async (response: unknown): Promise<Frame> =>
  burn({ confirm: true }, { requestState: await askedState(), inputResponses: { approve: response } });

describe('a write that needs the person behind a 2026 client', () => {
  describe.each(sdkClients.filter(({ revision }) => revision === '2026-07-28'))(
    'through the official client, $client,',
    ({ connect }) => {
      const confirmWith = async (person: Person | undefined): Promise<Frame> => {
        const client = await connect({ target: { kind: 'http', url: host.url, token: 'ada' }, person });
        try {
          await client.callTool('parcel_burn', { id: 'a' });
          return { jsonrpc: '2.0', result: await client.callTool('parcel_burn', { id: 'a', confirm: true }) };
        } finally {
          await client.close();
        }
      };

      test('runs when the person ticks the box', async () => {
        const done = await confirmWith(() => ({ action: 'accept', content: { approve: true } }));
        expect(valueOf(done)).toMatchObject({ status: 'executed', receipt: { assurance: 'client' } });
        expect(backend.writes).toEqual(['DELETE /parcels/a']);
      });

      const others: { title: string; person: Person | undefined; code: string }[] = [
        { title: 'declines', person: () => ({ action: 'decline' }), code: 'rejected' },
        { title: 'leaves the box empty', person: () => ({ action: 'accept', content: { approve: false } }), code: 'rejected' },
        { title: 'cancels', person: () => ({ action: 'cancel' }), code: 'awaiting_approval' },
        {
          title: 'answers "true" as a text',
          person: () => ({ action: 'accept', content: { approve: 'true' } }),
          code: 'awaiting_approval',
        },
        { title: 'cannot be asked', person: undefined, code: 'awaiting_approval' },
      ];
      test.each(others)('is $code when the person $title', async ({ person, code }) => {
        expect(errorOf(await confirmWith(person)).code).toBe(code);
        expect(await planState()).toBe(code === 'rejected' ? 'rejected' : 'pending');
        expect(backend.writes).toEqual([]);
      });
    },
  );

  test.each([
    { title: 'ticks the box', content: { approve: true } },
    { title: 'ticks the box and adds fields', content: { approve: true, comment: 'fine', nested: { deep: 1 } } },
  ])('runs once when the person $title', async ({ content }) => {
    const state = await askedState();
    const extra = { requestState: state, inputResponses: { approve: { action: 'accept', content } } };
    expect(valueOf(await burn({ confirm: true }, extra))).toMatchObject({ status: 'executed' });
    expect(valueOf(await burn({ confirm: true }, extra))).toMatchObject({ status: 'executed', replayed: true });
    expect(backend.writes).toEqual(['DELETE /parcels/a']);
  });

  test('runs once when the answer arrives from several tabs at the same time', async () => {
    const extra = {
      requestState: await askedState(),
      inputResponses: { approve: { action: 'accept', content: { approve: true } } },
    };
    const values = (await Promise.all(Array.from({ length: 6 }, () => burn({ confirm: true }, extra)))).map(valueOf);
    expect(values.filter(({ replayed }) => replayed !== true)).toHaveLength(1);
    expect(backend.writes).toEqual(['DELETE /parcels/a']);
  });

  test.each([
    { title: 'declines', response: { action: 'decline' } },
    { title: 'declines with the box ticked', response: { action: 'decline', content: { approve: true } } },
    { title: 'leaves the box empty', response: { action: 'accept', content: { approve: false } } },
  ])('is rejected for good when the person $title', async ({ response }) => {
    expect(errorOf(await answer(response))).toMatchObject({ code: 'rejected', hint: expect.any(String) });
    expect(await planState()).toBe('rejected');
    expect(backend.writes).toEqual([]);
  });

  test.each([
    { title: 'cancels', response: { action: 'cancel' } },
    { title: 'cancels with the box ticked', response: { action: 'cancel', content: { approve: true } } },
    { title: 'answers "true" as a text', response: { action: 'accept', content: { approve: 'true' } } },
    { title: 'accepts without the field', response: { action: 'accept', content: {} } },
    { title: 'accepts without any content', response: { action: 'accept' } },
    { title: 'sends the state and no answer', response: undefined },
  ])('stays pending when the client $title', async ({ response }) => {
    const frame = await answer(response);
    expect(errorOf(frame)).toMatchObject({ code: 'awaiting_approval', hint: expect.stringContaining('approver add') });
    expect(await planState()).toBe('pending');
    expect(backend.writes).toEqual([]);
  });

  test.each([
    { title: 'is no object', responses: { approve: 'yes' } },
    { title: 'stands under another key', responses: { other: { action: 'accept', content: { approve: true } } } },
    { title: 'is a list', responses: [{ action: 'accept', content: { approve: true } }] },
  ])('does not run on an answer that $title', async ({ responses }) => {
    const frame = await burn({ confirm: true }, { requestState: await askedState(), inputResponses: responses });
    expect(frame.error !== undefined || frame.result?.['isError'] === true).toBe(true);
    expect(await planState()).toBe('pending');
    expect(backend.writes).toEqual([]);
  });

  test('does not run on an answer without a state', async () => {
    await burn({});
    const { result } = await burn(
      { confirm: true },
      { inputResponses: { approve: { action: 'accept', content: { approve: true } } } },
    );
    expect(result).toMatchObject({ resultType: 'input_required' });
    expect(backend.writes).toEqual([]);
  });

  test.each([
    { title: 'was changed', change: (state: string) => `${state.slice(0, -2)}${state.endsWith('AA') ? 'BB' : 'AA'}` },
    { title: 'was made up', change: () => 'e30' },
    { title: 'is empty', change: () => '' },
    { title: 'is very long', change: () => 'A'.repeat(100_000) },
  ])('refuses a state that $title, and records it', async ({ change }) => {
    const requestState = change(String(await askedState()));
    const frame = await burn(
      { confirm: true },
      { requestState, inputResponses: { approve: { action: 'accept', content: { approve: true } } } },
    );
    expect(frame.error).toMatchObject({ code: -32_602, data: { code: 'invalid_input', hint: expect.any(String) } });
    expect(await host.composition.store.events({ event: 'bad_state' })).toHaveLength(1);
    expect(backend.writes).toEqual([]);
  });

  test('refuses the state of one write for another', async () => {
    const requestState = await askedState();
    const extra = { requestState, inputResponses: { approve: { action: 'accept', content: { approve: true } } } };
    await burn({ id: 'b' });
    expect((await burn({ id: 'b', confirm: true }, extra)).error).toMatchObject({ code: -32_602 });
    expect(backend.writes).toEqual([]);
  });

  test('is stale when what it is about changed while the person thought', async () => {
    const requestState = await askedState();
    backend.parcels.set('a', { weight: 99, state: 'stored' });
    const extra = { requestState, inputResponses: { approve: { action: 'accept', content: { approve: true } } } };
    expect(errorOf(await burn({ confirm: true }, extra))).toMatchObject({
      code: 'stale',
      details: { changed: { weight: { was: 3, is: 99 } } },
    });
    expect(backend.writes).toEqual([]);
  });
});
