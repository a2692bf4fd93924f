/** A piece of an XML document, in the order of the text; names are without their namespace's prefix. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string>; readonly at: number }
  | { readonly kind: 'close'; readonly name: string; readonly at: number }
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  /** The document ends inside an element or a tag. */
  | { readonly kind: 'cut'; readonly at: number };

/**
 * Reads XML from left to right in one pass and never fails: what is cut off or not well formed still yields what was there. A document
 * type is passed over and its entities are never expanded, so a text is never longer than the document. An empty element is opened and closed.
 */
export function* xmlEvents(text: string): Generator<XmlEvent> {
  const open: string[] = [];
  let at = text.indexOf('<');
  while (at !== -1) {
    const special = specials.find(({ start }) => text.startsWith(start, at));
    const end = special === undefined ? tagEnd({ text, from: at + 1 }) : special.end({ text, from: at });
    if (end === -1) return yield { kind: 'cut', at };
    if (special?.start === cdata)
      yield { kind: 'text', text: text.slice(at + cdata.length, Math.min(end - 3, at + maxText)), at };
    else if (special === undefined) yield* tagEvents({ text, from: at + 1, end: end - 1, open });
    const next = text.indexOf('<', end);
    if (next !== end && open.length > 0)
      yield { kind: 'text', text: decode(text.slice(end, next === -1 ? end + maxText : next)), at: end };
    at = next;
  }
  if (open.length > 0) yield { kind: 'cut', at: text.length };
}

const cdata = '<![CDATA[';
const maxText = 32_768;
const maxDepth = 1_000;

const after =
  (mark: string) =>
  ({ text, from }: { text: string; from: number }): number => {
    const at = text.indexOf(mark, from);
    return at === -1 ? -1 : at + mark.length;
  };

const specials = [
  { start: cdata, end: after(']]>') },
  { start: '<!--', end: ({ text, from }: { text: string; from: number }) => after('-->')({ text, from: from + 4 }) },
  { start: '<?', end: after('?>') },
  { start: '<!', end: ({ text, from }: { text: string; from: number }) => tagEnd({ text, from: from + 2 }) },
] as const;

/** The place after the `>` that ends a tag or a document type; quotes and brackets are passed over. */
const tagEnd = ({ text, from }: { text: string; from: number }): number => {
  let brackets = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"' || character === "'") {
      at = text.indexOf(character, at + 1);
      if (at === -1) return -1;
    } else if (character === '[') brackets += 1;
    else if (character === ']') brackets -= 1;
    else if (character === '>' && brackets <= 0) return at + 1;
  }
  return -1;
};

function* tagEvents(tag: { text: string; from: number; end: number; open: string[] }): Generator<XmlEvent> {
  const { text, from, end, open } = tag;
  const closing = text[from] === '/';
  const nameAt = closing ? from + 1 : from;
  const name = /[^\s/>"'=<]{0,200}/y;
  name.lastIndex = nameAt;
  const full = name.exec(text)?.[0] ?? '';
  const local = full.slice(full.indexOf(':') + 1);
  if (local === '') return;
  if (closing) {
    // A wrong closing tag closes what it names, or nothing.
    const depth = open.lastIndexOf(local);
    if (depth === -1) return;
    while (open.length > depth) yield { kind: 'close', name: open.pop() ?? '', at: from };
    return;
  }
  yield { kind: 'open', name: local, attributes: attributesOf(text.slice(nameAt + full.length, end)), at: from };
  if (text[end - 1] === '/' || open.length >= maxDepth) yield { kind: 'close', name: local, at: end };
  else open.push(local);
}

const attributesOf = (text: string): ReadonlyMap<string, string> => {
  const attributes = new Map<string, string>();
  const pattern = /\s*([^\s=/>"']{1,200})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')|[^]/y;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[1] !== undefined && !attributes.has(match[1])) attributes.set(match[1], decode(match[2] ?? match[3] ?? ''));
  }
  return attributes;
};

// Only what every document has; entities of its own stay as they are written.
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text
    .slice(0, maxText)
    .replaceAll(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, name, decimal, hex) => {
      if (typeof name === 'string') return named[name] ?? whole;
      const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
