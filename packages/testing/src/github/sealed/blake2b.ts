/** The 24-byte BLAKE2b digest (RFC 7693) of a text of at most one block: 128 bytes. */
export const blake2b24 = (text: Uint8Array): Uint8Array => {
  const block = Buffer.alloc(128);
  block.set(text);
  const words = Array.from({ length: 16 }, (_, index) => block.readBigUInt64LE(index * 8));
  const start = initial.with(0, at(initial, 0) ^ 0x01010000n ^ 24n);
  const state = [...start, ...initial];
  state[12] = at(state, 12) ^ BigInt(text.byteLength);
  state[14] = at(state, 14) ^ mask;
  for (let round = 0; round < 12; round += 1) {
    const order = [...(orders[round % 10] ?? '')].map((digit) => Number.parseInt(digit, 16));
    for (const [index, lane] of lanes.entries()) {
      mix(state, lane, at(words, order[index * 2] ?? 0), at(words, order[index * 2 + 1] ?? 0));
    }
  }
  const digest = Buffer.alloc(64);
  for (const [index, word] of start.entries()) digest.writeBigUInt64LE(word ^ at(state, index) ^ at(state, index + 8), index * 8);
  return digest.subarray(0, 24);
};

const mask = (1n << 64n) - 1n;

const initial: readonly bigint[] = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

// Which word of the block goes where, by round, in hexadecimal digits.
const orders = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
];

const lanes = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

const at = (words: readonly bigint[], index: number): bigint => words[index] ?? 0n;

const turn = (word: bigint, bits: bigint): bigint => ((word >> bits) | (word << (64n - bits))) & mask;

const mix = (state: bigint[], [a, b, c, d]: (typeof lanes)[number], first: bigint, second: bigint): void => {
  for (const [word, left, right] of [
    [first, 32n, 24n],
    [second, 16n, 63n],
  ] as const) {
    state[a] = (at(state, a) + at(state, b) + word) & mask;
    state[d] = turn(at(state, d) ^ at(state, a), left);
    state[c] = (at(state, c) + at(state, d)) & mask;
    state[b] = turn(at(state, b) ^ at(state, c), right);
  }
};
