import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { Parser as TapParser } from 'tap-parser';
import { expect, it } from 'vitest';
import { parseTap } from './tap.ts';
import { xmlEvents } from './xml-events.ts';

// The parsers here are made for reports that are cut off, long or hostile. On what is well formed, they say the same as common ones.

interface Test {
  readonly name: string;
  readonly ok: boolean;
  readonly directive: string;
  readonly yaml: boolean;
  readonly inside: readonly Test[];
}

const { test } = fc.letrec<{ test: Test }>((tie) => ({
  test: fc.record({
    name: fc.constantFrom('a', 'b # c', 'd \\# e', '- f', 'g {h', '1'),
    ok: fc.boolean(),
    directive: fc.constantFrom('', '', ' # SKIP x', ' # TODO y', ' # skip'),
    yaml: fc.boolean(),
    inside: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('test'), { minLength: 1, maxLength: 3 })),
  }),
}));

const succeeds = ({ ok, directive, inside }: Test): boolean =>
  inside.length > 0 ? inside.every(succeeds) : ok || directive !== '';

const toTap = ({ tests, braces, pad = '' }: { tests: readonly Test[]; braces: boolean; pad?: string }): string => {
  const lines = tests.map((one, index) => {
    const { name, directive, yaml, inside } = one;
    const line = `${pad}${succeeds(one) ? '' : 'not '}ok ${index + 1} - `;
    const block = yaml ? `${pad}  ---\n${pad}  message: 'x: y'\n${pad}  list:\n${pad}    - ok 1\n${pad}  ...\n` : '';
    if (inside.length === 0) return `${line}${name}${directive}\n${block}`;
    const below = toTap({ tests: inside, braces, pad: `${pad}    ` });
    return braces ? `${line}suite {\n${below}${pad}}\n` : `${pad}# Subtest: suite\n${below}${line}suite\n${block}`;
  });
  return `${lines.join('')}${pad}1..${tests.length}\n`;
};

const countedByLibrary = (text: string) => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const listen = (parser: TapParser) => {
    parser.on('child', listen);
    parser.on('assert', ({ closingTestPoint, skip, todo, ok }) => {
      if (closingTestPoint === false || closingTestPoint === null)
        counts[skip || todo ? 'skipped' : ok ? 'passed' : 'failed'] += 1;
    });
  };
  const parser = new TapParser();
  listen(parser);
  parser.end(text);
  return counts;
};

it('counts tests in subtests as the common TAP parser does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(test, { minLength: 1, maxLength: 4 }), fc.boolean(), async (tests, braces) => {
      const text = `TAP version 14\n${toTap({ tests, braces })}`;
      const { passed, failed, skipped, notes } = (await parseTap({ text, signal: new AbortController().signal }))!;
      expect({ passed, failed, skipped }, text).toEqual(countedByLibrary(text));
      expect(notes).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .record({
      name: fc.constantFrom('a', 'b-c', 'd.e', 'n:f'),
      attributes: fc.uniqueArray(fc.constantFrom('x="1"', "y='a > b'", 'z = "&lt;&amp;&quot;"', 'w="[ ]"'), { maxLength: 3 }),
      inside: fc.oneof(
        { depthSize: 'small' },
        fc.constant([]),
        fc.array(
          fc.oneof(
            tie('element'),
            fc.constantFrom('text', ' &lt;t&gt; &apos;', '<![CDATA[<x> & ]]>', '<!-- <a> " -->', '<?pi y?>', "it's"),
          ),
          { maxLength: 4 },
        ),
      ),
    })
    .map(({ name, attributes, inside }) => {
      const start = [name, ...attributes].join(' ');
      return inside.length === 0 ? `<${start}/>` : `<${start}>${inside.join('')}</${name}>`;
    }),
}));

/** Names, attributes and texts in their order; texts that follow one another are one. */
const flatten = (parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '"')
    .join('')
    .replaceAll('""', '');

const seenByLibrary = (nodes: readonly Record<string, unknown>[]): string[] =>
  nodes.flatMap((node) => {
    const [name = ''] = Object.keys(node).filter((key) => key !== ':@');
    const value = node[name];
    if (name === '#text') return [`"${String(value)}"`];
    return [`<${name} ${JSON.stringify(node[':@'] ?? {})}>`, ...seenByLibrary(value as Record<string, unknown>[]), '</>'];
  });

it('reads XML as the common parser does', () => {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    trimValues: false,
    parseTagValue: false,
    parseAttributeValue: false,
    ignorePiTags: true,
  });
  fc.assert(
    fc.property(element, (inner) => {
      const text = `<?xml version="1.0"?><!DOCTYPE root [<!ELEMENT root ANY>]><root>${inner}</root>`;
      const seen = [...xmlEvents(text)].map((event) => {
        if (event.kind === 'open') return `<${event.name} ${JSON.stringify(Object.fromEntries(event.attributes))}>`;
        return event.kind === 'text' ? `"${event.text}"` : event.kind === 'close' ? '</>' : event.kind;
      });
      expect(flatten(seen)).toBe(flatten(seenByLibrary(parser.parse(text) as Record<string, unknown>[])));
    }),
    { numRuns: 300 },
  );
});
