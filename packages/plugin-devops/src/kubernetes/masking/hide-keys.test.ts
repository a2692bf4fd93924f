import { describe, expect, it } from 'vitest';
import { hideKeys } from './hide-keys.ts';

const begin = '-----BEGIN RSA PRIVATE KEY-----';
const end = '-----END RSA PRIVATE KEY-----';
const line = 'MIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MhgwMbRvI0MBZhpI';
const hidden = '[line of a private key]';
const shown = (texts: readonly string[]) => hideKeys(texts.map((text) => ({ text }))).map(({ text }) => text);

describe('lines with a private key', () => {
  it.each([
    { name: 'whole', texts: ['up', begin, line, 'AB==', end, 'down'], parts: [1, 2, 3, 4] },
    { name: 'with a password', texts: [begin, 'Proc-Type: 4,ENCRYPTED', '', line, end, 'down'], parts: [0, 1, 2, 3, 4] },
    {
      name: 'behind what a logger writes',
      texts: [`12:00 INFO ${begin}`, `12:00 INFO ${line}`, `12:00 ${end}`, 'down'],
      parts: [0, 1, 2],
    },
    { name: 'of which the beginning was not read', texts: ['it is up', line, line, 'AB==', end, 'down'], parts: [1, 2, 3, 4] },
    { name: 'of which the end is missing', texts: [begin, line, 'connected to the database', line], parts: [0, 1] },
    { name: 'in a single line', texts: [`${begin}\\n${line}\\n${end}`, line], parts: [] },
    { name: 'two of them', texts: [begin, line, end, begin, line, end], parts: [0, 1, 2, 3, 4, 5] },
  ])('are hidden: $name', ({ texts, parts }) => {
    expect(shown(texts)).toEqual(texts.map((text, index) => (parts.includes(index) ? hidden : text)));
  });

  it('are no certificates, and no words about keys', () => {
    const texts = ['-----BEGIN CERTIFICATE-----', line, '-----END CERTIFICATE-----', 'no PRIVATE KEY found', line];
    expect(shown(texts)).toEqual(texts);
  });

  it('take no time where they are long', () => {
    expect(shown([begin, `${'a'.repeat(1_000_000)}!`, end])).toHaveLength(3);
  });
});
