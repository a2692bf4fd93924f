import { spawnSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { NameStyle } from './names.ts';
import { Names } from './names.ts';
import { python, pythonString } from './python/python-text.ts';
import { ruby, rubyString } from './ruby/ruby-text.ts';
import { rust } from './rust/rust-text.ts';
import { typescript, typescriptString } from './typescript/typescript-text.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'class',
    'class_',
    'CLASS',
    '#{1}',
    '#$0',
    '#@a',
    '\\',
    '"',
    "'",
    '\0',
    '\n',
    '\u2028',
    '😀',
    '\uD800',
    '\\u{41}',
    '${1}',
  ),
);

it('makes safe names that are never the same', () => {
  const styles = fc.constantFrom<NameStyle>('snake', 'camel', 'pascal');
  const dialects = fc.constantFrom(python, ruby, rust, typescript);
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 30 }), styles, dialects, (list, style, { reservedNames }) => {
      const names = new Names(reservedNames);
      const made = list.map((text) => names.take({ text, style, fallback: 'step' }));
      for (const name of made) expect(name).toMatch(/^[A-Za-z]\w*$/);
      expect(new Set([...made, ...reservedNames]).size).toBe(made.length + new Set(reservedNames).size);
    }),
  );
});

it('writes string literals that TypeScript reads back unchanged', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(runInNewContext(typescriptString(text))).toBe(text.toWellFormed());
    }),
  );
});

test.for([
  {
    language: 'Python',
    command: 'python3',
    write: pythonString,
    args: ['-c', 'import ast,json,sys; print(json.dumps([ast.literal_eval(x) for x in json.load(sys.stdin)]))'],
  },
  {
    language: 'Ruby',
    command: 'ruby',
    write: rubyString,
    args: ['-rjson', '-e', 'puts JSON.generate(JSON.parse($stdin.read).map { |x| eval(x) })'],
  },
])('writes string literals that $language reads back unchanged', ({ command, write, args }, { skip }) => {
  skip(spawnSync(command, ['--version']).status !== 0, `apt-get install -y ${command}`);
  const samples = fc.sample(texts, 300);
  const { stdout } = spawnSync(command, args, {
    input: JSON.stringify(samples.map(write)),
    encoding: 'utf8',
    env: { ...process.env, LANG: 'C.UTF-8' },
  });
  expect(JSON.parse(stdout)).toEqual(samples.map((text) => text.toWellFormed()));
});
