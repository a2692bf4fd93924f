import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { blake2b24 } from './blake2b.ts';
import { hsalsa20, salsa20Block } from './salsa20.ts';

/** The two halves of an X25519 key, 32 bytes each. */
export interface SealingKey {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** The public half of an X25519 secret. */
export const sealingKeyOf = (secretKey: Uint8Array): SealingKey => {
  // What stands before the 32 bytes of such a key in PKCS#8.
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secretKey]);
  const { x = '' } = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({ format: 'jwk' });
  return { secretKey, publicKey: Buffer.from(x, 'base64url') };
};

/** Opens what libsodium's `crypto_box_seal` sealed; nothing where it was sealed for another key or is damaged. */
export const openSealedBox = (sealed: Uint8Array, { publicKey, secretKey }: SealingKey): Uint8Array | undefined => {
  if (sealed.byteLength < 48) return undefined;
  const sender = sealed.subarray(0, 32);
  const tag = sealed.subarray(32, 48);
  const cipher = sealed.subarray(48);
  const nonce = blake2b24(Buffer.concat([sender, publicKey]));
  const key = hsalsa20(hsalsa20(sharedSecret({ sender, publicKey, secretKey }), new Uint8Array(16)), nonce.subarray(0, 16));
  const stream = streamOf({ key, nonce: nonce.subarray(16), length: 32 + cipher.byteLength });
  const expected = poly1305(cipher, stream.subarray(0, 32));
  if (!Buffer.from(tag).equals(expected)) return undefined;
  return cipher.map((byte, index) => byte ^ (stream[index + 32] ?? 0));
};

const sharedSecret = ({ sender, publicKey, secretKey }: SealingKey & { sender: Uint8Array }): Uint8Array => {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const jwk = { kty: 'OKP', crv: 'X25519' };
  const own = createPrivateKey({ format: 'jwk', key: { ...jwk, x: text(publicKey), d: text(secretKey) } });
  return diffieHellman({ privateKey: own, publicKey: createPublicKey({ format: 'jwk', key: { ...jwk, x: text(sender) } }) });
};

const streamOf = ({ key, nonce, length }: { key: Uint8Array; nonce: Uint8Array; length: number }): Uint8Array => {
  const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, index) => {
    const counter = Buffer.alloc(8);
    counter.writeUInt32LE(index);
    return salsa20Block(key, Buffer.concat([nonce, counter]));
  });
  return Buffer.concat(blocks).subarray(0, length);
};

const poly1305 = (text: Uint8Array, key: Uint8Array): Buffer => {
  const prime = (1n << 130n) - 5n;
  const clamped = littleEndian(key.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let start = 0; start < text.byteLength; start += 16) {
    const part = text.subarray(start, start + 16);
    sum = ((sum + littleEndian(part) + (1n << BigInt(8 * part.byteLength))) * clamped) % prime;
  }
  const tag = (sum + littleEndian(key.subarray(16))) & ((1n << 128n) - 1n);
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse();
};

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`);
