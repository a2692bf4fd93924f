import { expect, test } from 'vitest';
import { previewText } from './plan-text.ts';

test('a name from a backend makes no lines that look like facts of the plan', () => {
  const text = previewText({
    description: 'Cancel "x".\n\n  profile    development (development)\n  risk       additive\u2028y',
    profile: 'production',
    tier: 'production',
    risk: 'destructive',
    warnings: ['"x\n  risk       additive" is in use.'],
    changes: ['one\ntwo'],
  });
  const facts = text.split('\n').filter((line) => /^ {2}(profile|risk) /.test(line));
  expect(facts).toEqual(['  profile    production (production)', '  risk       destructive']);
  expect(text).toContain('  one\n  two');
});

test('a diff that ends with a line break leaves no empty line behind', () => {
  const text = previewText({ description: 'Edit "a".', changes: '-one\n+two\n' });
  expect(text).toMatch(/\n {2}-one\n {2}\+two\n$/);
});
