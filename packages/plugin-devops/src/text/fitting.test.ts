import { describe, expect, it } from 'vitest';
import { fitting } from './fitting.ts';

describe('fitting', () => {
  it('takes what fits, and the first item in any case', () => {
    expect(fitting({ items: ['aaa', 'bbb', 'ccc'], maxCharacters: 12 })).toEqual(['aaa', 'bbb']);
    expect(fitting({ items: ['aaa', 'b'], maxCharacters: 1 })).toEqual(['aaa']);
    expect(fitting({ items: ['"""', 'b'], maxCharacters: 13 })).toEqual(['"""', 'b']);
    expect(fitting({ items: ['"""', 'b'], maxCharacters: 12 })).toEqual(['"""']);
    expect(fitting({ items: [], maxCharacters: 1 })).toEqual([]);
  });
});
