import { describe, expect, it } from 'vitest';
import { createParseLine } from './parse-line.ts';
import { readLine } from './read-line.ts';

const parse = createParseLine();
const read = async (line: string) => {
  const { commands, redirections, loops } = await readLine({ line, parse });
  return {
    commands: commands.map(({ assignments, name, args }) => [
      ...assignments.map(({ word }) => word.text),
      ...(name === undefined ? [] : [name.text]),
      ...args.map(({ value }) => value),
    ]),
    redirections: redirections.map(({ text }) => text),
    loops: loops.map(({ variable, items }) => [variable, ...items.map(({ text }) => text)]),
  };
};

describe('a shell line', () => {
  it.each<[line: string, commands: readonly (readonly (string | undefined)[])[]]>([
    ['ls -la "a b" \'c d\' e\\ f g"h"i 5', [['ls', '-la', 'a b', 'c d', 'e f', 'ghi', '5']]],
    ['a; b\nc && d || ! e | f |& g', [['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']]],
    ['if a; then b; elif c\nthen d; else e; fi', [['a'], ['b'], ['c'], ['d'], ['e']]],
    ['(a; { b; }); while c; do d; done; until e; do f; done', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['a "$(b "$(c)" d)" e', [['c'], ['b', undefined, 'd'], ['a', undefined, 'e']]],
    ['X=1 Y="$z" a $x ${x} "$?" *.txt', [['X=1', 'Y="$z"', 'a', undefined, undefined, undefined, undefined]]],
    ['x=1; y=$(a)', [['x=1'], ['a'], ['y=$(a)']]],
    ['a "\\$b \\x \\" e$" \'$(c)\' \\;', [['a', '$b \\x " e$', '$(c)', ';']]],
    ['a \\\n  b', [['a', 'b']]],
    ['a do done if', [['a', 'do', 'done', 'if']]],
    ['a > out b 2>&1 c', [['a', 'b', 'c']]],
    ["a 'é ü'", [['a', 'é ü']]],
  ])('%j is read', async (line, commands) => {
    expect((await read(line)).commands).toEqual(commands);
  });

  it('shows its redirections and loops', async () => {
    expect(await read('for x in a "$b"; do c; done > out 2>&1 < in')).toEqual({
      commands: [['c']],
      redirections: ['> out', '2>&1', '< in'],
      loops: [['x', 'a', '"$b"']],
    });
  });

  it.each([
    ['background', 'a &'],
    ['background', 'a & b'],
    ['function', 'f() { a; }'],
    ['function', 'function f { a; }'],
    ['arithmetic', 'a $((1))'],
    ['arithmetic', '((a))'],
    ['arithmetic', 'for ((;;)); do a; done'],
    ['array', 'x=(a)'],
    ['array', 'x+=a'],
    ['array', 'x[1]=a'],
    ['heredoc', 'a <<E\nb\nE'],
    ['heredoc', "a <<'E'\nb\nE"],
    ['heredoc', 'a <<< b'],
    ['process_substitution', 'a <(b)'],
    ['process_substitution', 'a >(b)'],
    ['backticks', 'a `b`'],
    ['backticks', 'a "`b`"'],
    ['expansion', 'a ${x:-b}'],
    ['expansion', 'a ${!x}'],
    ['expansion', 'a $1'],
    ['expansion', 'a "$@"'],
    ['quoting', "a $'b'"],
    ['quoting', 'a $"b"'],
    ['braces', 'a {b,c}'],
    ['braces', 'a {1..3}'],
    ['braces', 'a ~/b'],
    ['comment', 'a # b'],
    ['test', '[ -f a ]'],
    ['test', '[[ -f a ]]'],
    ['keyword', 'case a in b) c;; esac'],
    ['keyword', 'select x in a; do b; done'],
    ['keyword', 'time a'],
    ['keyword', 'coproc a'],
    ['declaration', 'export A=b'],
    ['declaration', 'unset x'],
    ['redirection', 'a 3> b'],
    ['redirection', 'a >&- b'],
    ['character', 'a\r'],
    ['character', 'a\u00a0b'],
    ['character', "a '\u200b'"],
    ['character', "a '\u001b[0m'"],
    ['crowd', 'a;'.repeat(51)],
    ['unreadable', 'a "b'],
    ['redirection', 'a <> b'],
    ['unreadable', 'if a; then b'],
    ['unreadable', 'a ;; b'],
    ['unreadable', 'a )'],
    ['unreadable', 'su\\\ndo'],
    ['unreadable', 'é'],
  ])('is refused for %s: %j', async (construct, line) => {
    await expect(read(line)).rejects.toMatchObject({
      code: 'forbidden',
      effect: 'none',
      hint: expect.any(String),
      details: { construct },
    });
  });

  it.each(['', ' \n', 'a'.repeat(4_001), 'a\ud800'])('is refused when it is empty, too long or no text: %#', async (line) => {
    await expect(read(line)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
