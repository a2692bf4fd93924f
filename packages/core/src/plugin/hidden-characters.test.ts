import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from './clean.ts';
import { hiddenCharacters, invisible, isShownWhole } from './hidden-characters.ts';

describe('hiddenCharacters', () => {
  test.each([
    ['controls', 'a\0b\u001b[8mc\u009b', ['U+0000', 'U+001B', 'U+009B']],
    ['a carriage return that goes back to the start of its line', 'rm -rf /\rls', ['U+000D']],
    ['bidi controls', 'sa\u202efe\u2066\u200f\u061c', ['U+202E', 'U+2066', 'U+200F', 'U+061C']],
    [
      'zero-width characters between Latin letters',
      'pass\u200bwd\u200c\u200d\u2060\ufeff',
      ['U+200B', 'U+200C', 'U+200D', 'U+2060', 'U+FEFF'],
    ],
    ['letters that are blank', 'a\u3164\u115f\uffa0', ['U+3164', 'U+115F', 'U+FFA0']],
    ['tags that spell an order', 'ok\u{e0072}\u{e006d}', ['U+E0072', 'U+E006D']],
    ['tags behind a flag that no country has', '\u{1f3f4}\u{e0072}\u{e006d}\u{e007f}', ['U+E0072', 'U+E006D', 'U+E007F']],
    ['selectors that carry bytes', '\u{1f600}\u{e0100}\ufe00', ['U+E0100', 'U+FE00']],
    ['a selector behind a letter', 'passwd\ufe0f', ['U+FE0F']],
    ['a joiner that joins nothing', '\u{1f600}\u200d', ['U+200D']],
    ['two joiners where a script needs one', 'می\u200c\u200cخواهم', ['U+200C']],
    ['separators that some programs end a line at', 'a\u2028b\u2029', ['U+2028', 'U+2029']],
  ])('tells of %s', (_title, text, points) => {
    expect(hiddenCharacters(text)).toEqual(points);
    expect(isShownWhole(text)).toBe(false);
  });

  test.each([
    ['lines and tabs', 'one\ttwo\r\nthree\n'],
    ['letters that are written from right to left', 'שלום עולם, مرحبا بالعالم'],
    ['accents and other scripts', 'é ü ñ 日本語 한국어 ไทย'],
    ['emoji with selectors', '⚠️ ❤️ ☎︎ 1️⃣ #️⃣ ©️'],
    ['families, flags and skin tones', '👨‍👩‍👧‍👦 🏳️‍🌈 🏴‍☠️ 👩🏽‍💻 🧑🏿‍❤️‍🧑🏻 🐻‍❄️ 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} 🇩🇪'],
    ['joiners of Persian and of Indic scripts', 'می\u200cخواهم क्\u200dष ශ්\u200dරී'],
    ['spaces of other widths', 'a\u00a0b\u3000c'],
  ])('says nothing of %s', (_title, text) => {
    expect(hiddenCharacters(text)).toEqual([]);
  });

  test('finds them in every text of a value, names of fields too, each once', () => {
    const value = { argv: ['a\u200b', 'b\u200b'], deep: [{ 'na\u202eme': 1, flag: true, none: null }] };
    expect(hiddenCharacters(value)).toEqual(['U+200B', 'U+202E']);
  });

  test('knows every character that Unicode asks programs not to show', () => {
    for (let point = 0; point <= 0x10_ff_ff; point++) {
      const character = String.fromCodePoint(point);
      if (!/[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}]/u.test(character) || '\n\t\ufe0f'.includes(character))
        continue;
      expect(invisible.test(character), point.toString(16)).toBe(true);
      expect(hiddenCharacters(`a${character}b`), point.toString(16)).toHaveLength(1);
    }
  });
});

describe('isShownWhole', () => {
  test.each(['a.txt', 'ordner/für ❤️', 'one\ntwo\tthree'])('takes %j', (text) => {
    expect(isShownWhole(text)).toBe(true);
  });

  // Ordinary in a text, and still not to be told apart from a name without them.
  test.each(['one\r\ntwo', 'می\u200cخواهم', '👨‍👩‍👧', 'a\ud800'])('refuses %j', (text) => {
    expect(isShownWhole(text)).toBe(false);
  });

  test('takes only what cleaning leaves as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isShownWhole(text)) expect(cleanText(text)).toBe(text);
        else expect([cleanText(text), ...hiddenCharacters(text)]).not.toEqual([text]);
      }),
    );
  });
});
