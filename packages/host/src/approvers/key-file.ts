import { createPrivateKey, generateKeyPairSync, randomBytes, scrypt } from 'node:crypto';

/** The two files of an approver's key. */
export interface KeyFiles {
  /** The private half: PKCS #8, encrypted, with the scrypt parameters above it. */
  readonly privateFile: string;
  /** SPKI PEM. */
  readonly publicKey: string;
}

/** A private key as `signApproval` takes it. */
export interface OpenableKey {
  readonly privateKey: string;
  readonly passphrase: string;
}

/** Makes an Ed25519 key whose private half only the passphrase opens. Takes about half a second, on purpose. */
export const createKeyFiles = async ({ name, passphrase }: { name: string; passphrase: string }): Promise<KeyFiles> => {
  const salt = randomBytes(16);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  // PKCS #8 as Node writes it hashes a passphrase 2,048 times only, so scrypt's output takes the passphrase's place.
  const pem = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: await stretch({ passphrase, salt, cost: costOfNewKeys }),
  });
  const header = `lineclear approver: ${name}\nscrypt: cost=${costOfNewKeys} salt=${salt.toString('hex')}\n`;
  return { privateFile: `${header}${pem.toString()}`, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
};

/** The key in a private file, or `undefined` when the passphrase does not open it or the file is not one. */
export const openKeyFile = async ({
  text,
  passphrase,
}: {
  text: string;
  passphrase: string;
}): Promise<OpenableKey | undefined> => {
  const found = /^scrypt: cost=(\d{4,8}) salt=([0-9a-f]{32})$/m.exec(text);
  const start = text.indexOf('-----BEGIN');
  if (found === null || start < 0) return undefined;
  const cost = Number(found[1]);
  if (cost > costOfNewKeys * 8) return undefined;
  const privateKey = text.slice(start);
  try {
    const stretched = await stretch({ passphrase, salt: Buffer.from(found[2] ?? '', 'hex'), cost });
    createPrivateKey({ key: privateKey, passphrase: stretched });
    return { privateKey, passphrase: stretched };
  } catch {
    return undefined;
  }
};

const costOfNewKeys = 1 << 17;

const stretch = ({ passphrase, salt, cost }: { passphrase: string; salt: Uint8Array; cost: number }): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { N: cost, r: 8, p: 1, maxmem: 2 * 128 * 8 * cost };
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, derived) => {
      if (error === null) resolve(derived.toString('base64'));
      else reject(error);
    });
  });
