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
