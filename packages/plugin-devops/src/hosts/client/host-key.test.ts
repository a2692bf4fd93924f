import { expect, it } from 'vitest';
import { settings } from '../settings.ts';
import { expectedTrust, expectedTypes, judgeHostKey, toHostKey } from './host-key.ts';

const wire = (name: string): Buffer => Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.from(name)]);
const right = toHostKey(wire('right'));
const wrong = toHostKey(wire('wrong'));
const nothing = { accepted: [], revoked: [], hasAuthority: false };
const hostWith = (host_keys?: readonly string[]) => {
  const host = settings.parse({ hosts: { web: { address: 'web', user: 'me', password: 'x', ...(host_keys && { host_keys }) } } })
    .hosts['web'];
  if (host === undefined) throw new Error('There is no host.');
  return host;
};
const enrolled = { address: 'web', port: 22, ...right };
const known = { ...nothing, accepted: [right] };

it('reads type and fingerprint of a key', () => {
  expect(right.type).toBe('ssh-ed25519');
  expect(right.fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
});

it('judges by the first source that says anything', () => {
  const judge = (sources: object) =>
    judgeHostKey({ presented: right, host: hostWith(), known: nothing, enrolled: undefined, ...sources });
  const other = { ...nothing, accepted: [wrong] };
  const otherEnrolled = { ...enrolled, ...wrong };
  expect(judge({})).toBe('unknown');
  expect(judge({ enrolled })).toBe('enrolled');
  expect(judge({ known })).toBe('known');
  expect(judge({ host: hostWith([right.fingerprint]) })).toBe('pinned');
  expect(judge({ host: hostWith([`${right.fingerprint}=`]) })).toBe('pinned');
  expect(judge({ enrolled: otherEnrolled })).toBe('changed');
  expect(judge({ known: other, enrolled })).toBe('changed');
  expect(judge({ host: hostWith([wrong.fingerprint]), known, enrolled })).toBe('changed');
  expect(judge({ host: hostWith([right.fingerprint]), known: { ...known, revoked: [right.key] } })).toBe('revoked');
  expect(judge({ known: { ...nothing, hasAuthority: true } })).toBe('unknown');
});

it('asks for the type of the key that is known', () => {
  expect(expectedTypes({ host: hostWith(), known, enrolled: undefined })).toEqual(['ssh-ed25519']);
  expect(expectedTypes({ host: hostWith([right.fingerprint]), known, enrolled })).toEqual([]);
  expect(expectedTrust({ host: hostWith(), known: nothing, enrolled })).toBe('enrolled');
});
