import { expect, test } from 'vitest';
import { connectionFindings } from './composed.ts';

const found = async (code: string) => {
  const status = {
    connection: 'shelf',
    profile: 'staging',
    health: 'down',
    last_error: { code, message: 'Nobody is there.' },
  } as const;
  const composition = { profiles: new Map([['staging', {}]]), connections: { status: async () => [status] } };
  const [finding] = await connectionFindings({ composition, sources: new Map() });
  return finding;
};

test.each([
  ['unreachable', 'Start the backend, or correct its address in the profile.'],
  ['timeout', 'Start the backend, or correct its address in the profile.'],
  ['unauthenticated', 'Correct its credentials in the profile.'],
  ['not_configured', 'Correct in the profile what the message names.'],
  ['upstream_error', 'Correct its settings and credentials in the profile.'],
])('a connection that answers %s is mended where that lies', async (code, fix) => {
  expect(await found(code)).toEqual({ what: 'staging/shelf', status: 'fail', detail: `Nobody is there. (${code})`, fix });
});
