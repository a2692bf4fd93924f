import { createHash } from 'node:crypto';

// Names of this plugin and no other; changing it would give every idempotency key another task.
const namespace = Buffer.from('8f0e1d0a6c5b4e2f9a3d7c1be5a40c62', 'hex');

/** The same key always yields the same id (a UUID of version 5), so that a task that was sent can be found again. */
export const taskIdFromKey = (key: string): string => {
  const digest = createHash('sha1').update(namespace).update(key, 'utf8').digest().subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
