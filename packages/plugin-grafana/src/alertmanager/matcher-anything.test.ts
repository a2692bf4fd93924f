import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBlockYaml } from './block-yaml.ts';
import { fitsEmpty, fitsLabels, isWide, parseMatcher, showMatcher } from './matcher.ts';

const matcher = fc.record({
  name: fc.string({ minLength: 1 }),
  value: fc.string({ unit: 'binary' }),
  isRegex: fc.boolean(),
  isEqual: fc.boolean(),
});

test('what is shown of a matcher reads as the same matcher', () => {
  fc.assert(
    fc.property(matcher, (given) => {
      expect(parseMatcher(showMatcher(given))).toEqual(given);
    }),
  );
});

test('any text is a matcher or a coded refusal, and is judged without failing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      try {
        const read = parseMatcher(text);
        expect([typeof isWide(read), typeof fitsEmpty(read)]).toEqual(['boolean', 'boolean']);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_input' });
      }
    }),
  );
});

test('a text matcher and its negation never fit the same labels', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (name, value, actual) => {
      const fits = (isEqual: boolean) =>
        fitsLabels({ matcher: { name, value, isRegex: false, isEqual }, labels: { [name]: actual } });
      expect(fits(true)).toBe(value === actual);
      expect(fits(false)).toBe(value !== actual);
    }),
  );
});

test('any configuration is read or refused', () => {
  const line = fc
    .tuple(fc.nat(4), fc.constantFrom('- ', '', '- - '), fc.string({ maxLength: 8 }), fc.constantFrom(':', ': ', ': []', ''))
    .map(([indent, dash, text, end]) => ' '.repeat(indent + 2) + dash + text + end);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      try {
        readBlockYaml({ text: ['route:', ...lines].join('\n'), key: 'route' });
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }),
  );
});
