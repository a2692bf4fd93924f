import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fakeHttp } from './fake-http.ts';
import { loadFixture } from './fixture.ts';
import { recordFixtures } from './record-fixtures.ts';

const token = 'glsa_4/very+secret==';
const freshFile = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fixtures-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'recorded.json');
};

test('records a live backend without its secrets, and plays it back', async () => {
  const live = await fakeHttp({
    routes: [
      {
        method: 'POST',
        path: '/login/:user',
        handle: ({ request }) => ({
          status: 201,
          headers: { 'set-cookie': 'sid=1234', 'x-kept': `for ${token}`, date: 'Mon, 01 Jan 2024 00:00:00 GMT' },
          json: { user: 'ada', api_key: 'anything', echoed: request.headers.authorization, next_page_token: 'p2', tokens: 3 },
        }),
      },
      { method: 'GET', path: '/raw', handle: () => ({ bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(token)]) }) },
    ],
  });
  onTestFinished(() => live.close());
  const file = await freshFile();
  const recorder = await recordFixtures({ target: live.url, file, secrets: [token] });
  const basic = `Basic ${Buffer.from(`ada:${token}`).toString('base64')}`;
  const seen = await fetch(`${recorder.url}/login/ada?key=${encodeURIComponent(token)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ password: 'hunter2', note: `is ${token}` }),
  });
  expect(await seen.json()).toMatchObject({ echoed: `Bearer ${token}` });
  await fetch(`${recorder.url}/raw`, { headers: { authorization: basic } });
  await recorder.close();

  const text = await readFile(file, 'utf8');
  for (const form of [token, encodeURIComponent(token), 'hunter2', 'sid=1234', 'anything']) expect(text).not.toContain(form);
  const { interactions } = await loadFixture(file);
  expect(interactions[0]).toEqual({
    request: {
      method: 'POST',
      path: '/login/ada',
      query: { key: '[secret]' },
      json: { password: '[secret]', note: 'is [secret]' },
    },
    response: {
      status: 201,
      headers: { 'content-type': 'application/json', 'set-cookie': '[secret]', 'x-kept': 'for [secret]' },
      json: { user: 'ada', api_key: '[secret]', echoed: 'Bearer [secret]', next_page_token: 'p2', tokens: 3 },
    },
  });
  const raw = Buffer.from(interactions[1]?.response.base64 ?? '', 'base64');
  expect(raw.subarray(2).toString()).toBe('[secret]');

  const replay = await fakeHttp({ fixtures: [{ interactions }] });
  onTestFinished(() => replay.close());
  const played = await fetch(`${replay.url}/login/ada?key=[secret]`, {
    method: 'POST',
    body: JSON.stringify({ password: '[secret]', note: 'is [secret]' }),
  });
  expect([played.status, played.headers.get('x-kept')]).toEqual([201, 'for [secret]']);
});

test('refuses a file that is no fixture, and names the field', async () => {
  await expect(loadFixture(new URL('../../package.json', import.meta.url))).rejects.toThrow(
    /package\.json is not a fixture file[\s\S]*interactions/,
  );
});
