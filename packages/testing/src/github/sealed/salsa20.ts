/** One block of Salsa20 for a key of 32 bytes and an input of 16: a nonce and a counter. */
export const salsa20Block = (key: Uint8Array, input: Uint8Array): Uint8Array => {
  const before = layout(key, input);
  const after = rounds(before);
  return toBytes(after.map((word, index) => word + (before[index] ?? 0)));
};

/** The key that HSalsa20 derives from another key and 16 bytes. */
export const hsalsa20 = (key: Uint8Array, input: Uint8Array): Uint8Array => {
  const after = rounds(layout(key, input));
  return toBytes([0, 5, 10, 15, 6, 7, 8, 9].map((index) => after[index] ?? 0));
};

const layout = (key: Uint8Array, input: Uint8Array): readonly number[] => {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = toWords(Buffer.from('expand 32-byte k'));
  const words = toWords(key);
  return [c0, ...words.slice(0, 4), c1, ...toWords(input), c2, ...words.slice(4), c3];
};

const rounds = (before: readonly number[]): readonly number[] => {
  const state = Uint32Array.from(before);
  const quarter = ([a, b, c, d]: readonly [number, number, number, number]): void => {
    const word = (index: number): number => state[index] ?? 0;
    state[b] = word(b) ^ turn(word(a) + word(d), 7);
    state[c] = word(c) ^ turn(word(b) + word(a), 9);
    state[d] = word(d) ^ turn(word(c) + word(b), 13);
    state[a] = word(a) ^ turn(word(d) + word(c), 18);
  };
  for (let round = 0; round < 10; round += 1) for (const indexes of quarters) quarter(indexes);
  return [...state];
};

// Columns first, then rows.
const quarters = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
] as const;

const turn = (word: number, bits: number): number => (word << bits) | ((word >>> 0) >>> (32 - bits));

const toWords = (bytes: Uint8Array): readonly number[] => {
  const buffer = Buffer.from(bytes);
  return Array.from({ length: buffer.byteLength / 4 }, (_, index) => buffer.readUInt32LE(index * 4));
};

const toBytes = (words: readonly number[]): Uint8Array => {
  const buffer = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) buffer.writeUInt32LE(word >>> 0, index * 4);
  return buffer;
};
