import { createPublicKey, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeyFiles, openKeyFile } from './key-file.ts';

const passphrase = 'correct horse battery';

test('opens with its passphrase, and signs what the public half verifies', async () => {
  const files = await createKeyFiles({ name: 'alice', passphrase });
  const opened = await openKeyFile({ text: files.privateFile, passphrase });

  expect(opened).toBeDefined();
  if (opened === undefined) return;
  const signature = sign(null, Buffer.from('text'), { key: opened.privateKey, passphrase: opened.passphrase });
  expect(verify(null, Buffer.from('text'), createPublicKey(files.publicKey), signature)).toBe(true);
});

test('stays closed to another passphrase and to a file that is no key', async () => {
  const files = await createKeyFiles({ name: 'alice', passphrase });

  expect(await openKeyFile({ text: files.privateFile, passphrase: 'correct horse batterie' })).toBeUndefined();
  expect(await openKeyFile({ text: 'scrypt: cost=131072', passphrase })).toBeUndefined();
});

test('needs more than the passphrase itself: the PEM is encrypted under the stretched one', async () => {
  const files = await createKeyFiles({ name: 'alice', passphrase });
  const pem = files.privateFile.slice(files.privateFile.indexOf('-----BEGIN'));
  expect(() => sign(null, Buffer.from('text'), { key: pem, passphrase })).toThrow();
  expect(files.privateFile).not.toContain(passphrase);
});

test('refuses a cost that would take all memory', async () => {
  const files = await createKeyFiles({ name: 'alice', passphrase });
  const expensive = files.privateFile.replace(/cost=\d+/, 'cost=99999999');
  expect(await openKeyFile({ text: expensive, passphrase })).toBeUndefined();
});
