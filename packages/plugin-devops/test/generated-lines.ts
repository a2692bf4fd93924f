import fc from 'fast-check';

/** Pieces of bash that could make a line run something else than it seems to. */
export const harmfulFragments: readonly string[] = [
  [
    'pwn',
    'touch pwned',
    '/usr/bin/touch pwned',
    'sudo',
    '$(pwn)',
    '`pwn`',
    '<(pwn)',
    '>(pwn)',
    '"pwn"',
    "p'w'n",
    '\\pwn',
    'pw*',
    './pwn',
  ],
  ['"', "'", '\\', '\\\n', '\n', '\r', '\t', ' ', '\u00a0', '\u200b', 'é', '\0'],
  [';', ';;', '&', '&&', '|', '||', '|&', '(', ')', '{', '}', '{ ', ' }', '!', '! ', '((', '))', '[[', ']]', '[', ']', '#', ' #'],
  [
    '<',
    '>',
    '>>',
    '<>',
    '>|',
    '&>',
    '>&',
    '2>&1',
    '<<E\n',
    '\nE\n',
    "<<'E'\n",
    '<<-E\n',
    '<<< ',
    '3>x',
    '{x}>y',
    '>/dev/tcp/a/1',
    '>out',
  ],
  ['$', '$x', '${x}', '"$x"', '${x:-$(pwn)}', '${!x}', '${x@P}', '$((', '$[', "$'\\x70wn'", '$"pwn"', '$@', '$1', '$_', '$0'],
  ['x=pwn ', 'x=pwn;', 'x=$(pwn)', 'x=(pwn)', 'x[$(pwn)]=1', 'x+=1 ', 'PATH=. ', 'IFS=w ', 'BASH_ENV=x ', 'LD_PRELOAD=x '],
  [
    'eval ',
    'exec ',
    'source ',
    '. ',
    'command ',
    'builtin ',
    'env ',
    'xargs ',
    'time ',
    'coproc ',
    'alias yes=pwn\n',
    'trap pwn EXIT\n',
  ],
  [
    'printf -v ',
    "test -v 'x[$(pwn)]'",
    "printf -v 'x[$(pwn)]' a",
    'set -a;',
    'shopt -s expand_aliases\n',
    'hash -p /usr/bin/touch yes;',
  ],
  [
    'yes() { pwn; };',
    'function yes { pwn; };',
    'yes()(pwn);',
    'case yes in yes) pwn;; esac',
    'select x in a; do pwn; done',
    'for((;;)) ',
  ],
  [
    ' if ',
    ' then ',
    ' else ',
    ' elif ',
    ' fi ',
    ' for ',
    ' in ',
    ' do ',
    ' done ',
    ' while ',
    ' until ',
    ' fi;',
    ' done;',
    '*',
    '?',
    '~',
    '{a,b}',
    '{1..3}',
  ],
].flat();

const name = fc.constantFrom('yes', 'no', 'say', 'echo', 'true');
const word = fc.constantFrom(
  ...[
    [
      'a',
      '-b',
      '--c=d',
      '7',
      'a.txt',
      '"b c"',
      "'d e'",
      "'$(pwn)'",
      '"\\$(pwn)"',
      'f\\ g',
      'h\'i\'"j"',
      "'pwn;pwn'",
      '"a;b|c&d"',
      '""',
      "''",
    ],
    [
      '\\;',
      '\\"',
      "'a\nb'",
      '"a\nb"',
      '"e$"',
      'do',
      'fi',
      'in',
      'pwn',
      'x=y',
      '$x',
      '"$x"',
      '${x}',
      '$?',
      '"a ${x} b"',
      '*',
      'a?',
    ],
  ].flat(),
);

/** Lines of the constructs that are judged; most of them are allowed, some after a person agreed. */
export const lines: fc.Arbitrary<string> = fc.letrec<{ simple: string; word: string; command: string; line: string }>((tie) => ({
  word: fc.oneof(
    { weight: 8, arbitrary: word },
    { weight: 1, arbitrary: tie('line').map((line) => `$( ${line})`) },
    {
      weight: 1,
      arbitrary: tie('line').map((line) => `"z$( ${line})z"`),
    },
  ),
  simple: fc
    .tuple(
      fc.constantFrom('', '', '', 'A=1 ', "B='c d' "),
      name,
      fc.array(tie('word'), { maxLength: 3 }),
      fc.constantFrom('', '', '', ' > out', ' 2>&1', ' >/dev/null', ' < /dev/null', ' >> out 2>&1', ' 2> err'),
    )
    .map(([variable, program, words, redirection]) => `${variable}${[program, ...words].join(' ')}${redirection}`),
  command: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'command' },
    tie('simple'),
    tie('line').map((line) => `( ${line})`),
    tie('line').map((line) => `{ ${line}; }`),
    tie('simple').map((line) => `! ${line}`),
    fc.constantFrom('x=a', "x='b c'", 'x="$(say d)"', "x='a[$(pwn)]'"),
    fc
      .tuple(tie('simple'), tie('line'), tie('line'))
      .map(([first, second, third]) => `if ${first}; then ${second}; else ${third}; fi`),
    fc.tuple(tie('simple'), tie('line')).map(([first, second]) => `if ${first}\nthen ${second}\nfi`),
    fc
      .tuple(fc.array(tie('word'), { minLength: 1, maxLength: 3 }), tie('line'))
      .map(([words, line]) => `for x in ${words.join(' ')}; do ${line}; done`),
    tie('line').map((line) => `while no; do ${line}; done`),
    tie('line').map((line) => `until yes; do ${line}; done > out`),
  ),
  line: fc
    .tuple(
      tie('command'),
      fc.array(fc.tuple(fc.constantFrom('; ', ' | ', ' && ', ' || ', ' |& ', '\n', ' |\n', '&&'), tie('command')), {
        maxLength: 2,
      }),
    )
    .map(([first, others]) => first + others.map(([operator, command]) => operator + command).join('')),
})).line;
