import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDuplicates } from './find-duplicates.ts';
import { commentsOf, noComments } from './languages.ts';
import { createTokenList } from './tokens.ts';

const { signal } = new AbortController();

/** Finds duplicates in texts and names each place as `file:first line-last line`. */
const find = async (request: { texts: readonly string[]; minTokens?: number; minLines?: number; path?: string }) => {
  const { texts, minTokens = 20, minLines = 3, path = 'a.ts' } = request;
  const list = createTokenList();
  const starts: number[] = [];
  for (const text of texts) {
    starts.push(list.length());
    await list.add({ text, comments: commentsOf(path) ?? noComments, signal });
  }
  const { ids, lines } = list.end();
  const duplicates = await findDuplicates({ ids, lines, minTokens, minLines, signal });
  const named = duplicates.map(({ tokens, starts: places }) =>
    places.map((at) => `${starts.findLastIndex((start) => start <= at)}:${lines[at]}-${lines[at + tokens - 1]}`),
  );
  return { duplicates, named, ids, lines };
};

const block = (name: string, count = 8) =>
  Array.from({ length: count }, (_, index) => `  const ${name}${index} = call_${name}(${index}, "${name} ${index}");\n`).join('');

describe('findDuplicates', () => {
  it('finds a block at all its places, the largest first', async () => {
    const { named, duplicates } = await find({
      texts: [`start();\n${block('a')}end();\n`, `${block('b', 4)}${block('a')}`, `${block('b', 4)}x;\n${block('a')}`],
    });
    expect(named).toEqual([
      ['0:2-9', '1:5-12', '2:6-13'],
      ['1:1-4', '2:1-4'],
    ]);
    expect(duplicates.map(({ tokens }) => tokens)).toEqual([8 * 10, 4 * 10]);
  });

  it('never joins parts of two files to one block', async () => {
    // The middle part stands in both earlier files, each with another neighbour.
    const texts = [
      `first();\n${block('b')}${block('c')}`,
      `second();\n${block('a')}${block('b')}end();\n`,
      `x;\n${block('a')}${block('b')}${block('c')}y;\n`,
    ];
    const { named } = await find({ texts });
    expect(named).toContainEqual(['1:2-17', '2:2-17']);
    expect(named).toContainEqual(['0:10-17', '2:18-25']);
    expect(named.flat()).not.toContain('1:2-25');
  });

  it('looks at words, not at white space, comments or other line ends', async () => {
    const other = block('a').replaceAll('  const', '\tconst /* why */').replaceAll(';\n', '; // so\r\n\r\n');
    expect((await find({ texts: [block('a'), other] })).named).toEqual([['0:1-8', '1:1-15']]);
    const renamed = block('a').replaceAll('call_a', 'call_z');
    expect((await find({ texts: [block('a'), renamed] })).named).toEqual([]);
  });

  it('finds copies inside one file, and repeated lines without overlapping themselves', async () => {
    expect((await find({ texts: [`${block('a')}between();\n${block('a')}`] })).named).toEqual([['0:1-8', '0:10-17']]);
    const rows = await find({ texts: ['row(1, 2, 3);\n'.repeat(50), `other;\n${'row(1, 2, 3);\n'.repeat(6)}`], minTokens: 20 });
    for (const { tokens, starts } of rows.duplicates) {
      for (const [index, start] of starts.entries())
        expect(start).toBeGreaterThanOrEqual((starts[index - 1] ?? -tokens) + tokens);
    }
    expect(rows.named.flat()).toContain('1:2-7');
  });

  it('holds to the least tokens and lines', async () => {
    const texts = [block('a', 4), `x;\n${block('a', 4)}`];
    expect((await find({ texts, minTokens: 40, minLines: 4 })).named).toHaveLength(1);
    expect((await find({ texts, minTokens: 41, minLines: 4 })).named).toEqual([]);
    expect((await find({ texts, minTokens: 40, minLines: 5 })).named).toEqual([]);
    // All of it in one line is no block.
    expect((await find({ texts: texts.map((text) => text.replaceAll('\n', ' ')) })).named).toEqual([]);
  });

  it('tells only what is the same, and each block that was copied, whatever the texts are', async () => {
    const lines = fc.array(fc.constantFrom('a b c d e f\n', 'a b c\n', 'x y z { }\n', '\n', '// note\n', 'return "a";\n'), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(lines, lines, fc.integer({ min: 0, max: 20 }), async (one, two, at) => {
        const copied = block('copied');
        const texts = [one.join('') + copied, two.slice(0, at).join('') + copied + two.slice(at).join('')];
        const { duplicates, ids, named } = await find({ texts, minTokens: 20, minLines: 2 });
        for (const { tokens, starts } of duplicates) {
          expect(starts.length).toBeGreaterThan(1);
          const same = starts.map((start) => ids.slice(start, start + tokens).join());
          expect(new Set(same).size).toBe(1);
        }
        const [first, second] = [one.length + 1, two.slice(0, at).length + 1];
        const covers = (place: string, file: number, line: number) => {
          const [, name, from, to] = /^(\d+):(\d+)-(\d+)$/.exec(place) ?? [];
          return Number(name) === file && Number(from) <= line && Number(to) >= line + 7;
        };
        expect(
          named.some(
            (places) => places.some((place) => covers(place, 0, first)) && places.some((place) => covers(place, 1, second)),
          ),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('gives other calls their turns, and stops when the call is over', async () => {
    const texts = [Array.from({ length: 60_000 }, (_, index) => `line(${index});\n`).join('')];
    let [turns, running] = [0, true];
    const turn = () => {
      turns += 1;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    await find({ texts });
    running = false;
    expect(turns).toBeGreaterThan(20);
    const ids = new Int32Array(200_000).map((_, index) => index);
    await expect(
      findDuplicates({ ids, lines: ids, minTokens: 20, minLines: 2, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
