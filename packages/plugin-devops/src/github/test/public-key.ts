/** An SSH key that nobody has the other half of. */
export const publicKey = (filler = 1, comment = ' ada@droplet'): string => {
  const part = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.byteLength);
    return Buffer.concat([length, bytes]);
  };
  const blob = Buffer.concat([part(Buffer.from('ssh-ed25519')), part(Buffer.alloc(32, filler))]);
  return `ssh-ed25519 ${blob.toString('base64')}${comment}`;
};
