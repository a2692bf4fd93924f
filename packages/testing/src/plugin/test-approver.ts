import { generateKeyPairSync } from 'node:crypto';

interface TestApprover {
  readonly name: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly passphrase: string;
}

let made: TestApprover | undefined;

/** An approver for tests, with a fresh key pair per process. */
export const testApprover = (): TestApprover => (made ??= makeApprover());

const makeApprover = (): TestApprover => {
  const passphrase = 'only for tests';
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  });
  return { name: 'test approver', publicKey, privateKey, passphrase };
};
