import type { Fault } from '@lineclear/testing';
import { expect, test } from 'vitest';
import grafana from '../src/index.ts';
import { readCalls, writeCalls } from './failures/calls.ts';
import { type Everything, startEverything, token } from './failures/start-everything.ts';

const status = (
  code: number,
  headers: Readonly<Record<string, string>> = {},
  text = '{"message":"in its own words"}',
): Fault => ({
  kind: 'status',
  status: code,
  headers: { 'content-type': 'application/json', ...headers },
  text,
});
const page = { 'content-type': 'text/html; charset=utf-8' };
const elsewhere = 'http://127.0.0.1:9/login';

/** What may come back in place of an answer, and what each of the tools has to make of it. */
const failures: readonly (readonly [string, Fault, object])[] = [
  ['400', status(400), { code: 'invalid_input' }],
  ['401', status(401), { code: 'unauthenticated' }],
  ['403', status(403), { code: 'forbidden' }],
  ['404', status(404), { code: 'not_found' }],
  ['409', status(409), { code: 'conflict' }],
  ['412', status(412), { code: 'conflict' }],
  ['413', status(413), { code: 'invalid_input', hint: expect.stringMatching(/too large.*less/) }],
  ['429', { kind: 'rate_limited', retryAfterS: 7 }, { code: 'rate_limited', retry_after_s: 7 }],
  ['500', status(500), { code: 'upstream_error' }],
  // With a long Retry-After core does not ask again.
  ['503', status(503, { 'retry-after': '60' }), { code: 'upstream_error', retry_after_s: 60 }],
  ['a login page', status(200, page, '<!doctype html><title>Sign in</title>'), { code: 'upstream_error' }],
  ['a redirect to a login page', status(302, { ...page, location: elsewhere }), { code: 'upstream_error' }],
  [
    '20 MB',
    status(200, {}, JSON.stringify(['x'.repeat(20 << 20)])),
    { code: 'upstream_error', details: { reason: 'too_large' } },
  ],
];

test('there is a call of every tool', () => {
  const ids = { silence: '', incident: '' };
  const named = Object.keys({ ...readCalls(ids), ...writeCalls(ids) });
  expect(named.toSorted()).toEqual(grafana.tools.map(({ name }) => name).toSorted());
});

test.each(failures)(
  'where every request is answered %s, every tool says so with a code and a hint',
  async (what, fault, error) => {
    const everything = await startEverything();
    everything.sandbox.http.inject(fault);
    everything.context7.http.inject(fault);
    // That a folder is not there yet is no failure of who creates it.
    await expectErrors({ everything, error, without: what === '404' ? ['create_folder'] : [] });
  },
);

test.each(failures)('where only the datasources are listed and all else is answered %s, too', async (what, fault, error) => {
  const everything = await startEverything();
  for (const tool of ['list_datasources', 'list_incidents', 'get_dashboard_summary'])
    await everything.callTool(tool, everything.reads[tool]);
  everything.sandbox.http.inject(fault, { accepts: ({ path }) => path !== '/api/datasources' });
  everything.context7.http.inject(fault);
  expect(await everything.callTool('check_datasources_health')).toMatchObject({
    datasources: [{ status: 'error' }, { status: 'error' }],
  });
  const needsListOnly = ['list_datasources', 'generate_deeplink', 'check_datasources_health'];
  const createsWhatIsNotThere = ['create_folder', 'create_dashboard', 'create_alert_rule'];
  await expectErrors({ everything, error, without: [...needsListOnly, ...(what === '404' ? createsWhatIsNotThere : [])] });
});

const expectErrors = async ({
  everything: { reads, writes, answer, sent },
  error,
  without,
}: {
  everything: Everything;
  error: object;
  without: readonly string[];
}): Promise<void> => {
  const asked = Object.entries({ ...reads, ...writes }).filter(([tool]) => !without.includes(tool));
  for (const [tool, args] of asked) {
    const found = await answer(tool, args);
    expect(found, tool).toMatchObject({ kind: 'error', error: { hint: expect.stringMatching(/^\p{Lu}.*\.$/u), ...error } });
    expect(JSON.stringify(found), tool).not.toContain(token);
    expect(JSON.stringify(found).length, tool).toBeLessThan(20_000);
  }
  expect(sent()).toEqual([]);
};
