import { expect, it } from 'vitest';
import { parseEnvFile, parseEnviron } from './variables.ts';

it('reads the environment of a process, whatever stands in the values', () => {
  expect(parseEnviron('A=1\0B=two=2\nlines\0\0=odd\0EMPTY=\0')).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: 'two=2\nlines' },
    { name: 'EMPTY', value: '' },
  ]);
});

it('reads a file as systemd and shells do, and passes over what is no variable', () => {
  expect(parseEnvFile('# note\nA=1\n export B="two words"\nC=\'x\' \nnot a variable\n1D=2\nE=\nF="half\n')).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: 'two words' },
    { name: 'C', value: 'x' },
    { name: 'E', value: '' },
    { name: 'F', value: '"half' },
  ]);
});

it.for<[string, string, readonly string[]]>([
  ['a key', 'A=1\n-----BEGIN PRIVATE KEY-----\nMIIabc=\nxyz==\n-----END PRIVATE KEY-----\nB=\n', ['A', 'B']],
  ['a key as a value', 'K="-----BEGIN X-----\nMIIabc=\n-----END X-----"\nB=2\n', ['K', 'B']],
  ['keys in one line each', 'K="-----BEGIN X-----\\nMII=\\n-----END X-----"\nB=2\n', ['K', 'B']],
  ['headings', '# -----BEGIN shop\nA=1\n', ['A']],
  ['one secret', `${'aB3x'.repeat(5)}aB3=\n\t${'aB3x'.repeat(16)}aB==\r\n`, []],
  ['long names', 'SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT_MS=\n', ['SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT_MS']],
])('takes no line of a secret for a name: %s', ([, text, names]) => {
  expect(parseEnvFile(text).map(({ name }) => name)).toEqual(names);
});
