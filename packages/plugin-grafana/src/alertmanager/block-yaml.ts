/** What {@link readBlockYaml} yields: scalars stay text. */
export type BlockValue = string | readonly BlockValue[] | { readonly [key: string]: BlockValue };

/**
 * One key of the top level of YAML as Alertmanager prints its own configuration: blocks, one scalar to a line, no anchors and no flow
 * beyond `[]` and `{}`. Undefined where the key is absent; throws a SyntaxError for anything else.
 */
export const readBlockYaml = ({ text, key }: { text: string; key: string }): BlockValue | undefined => {
  const all = text.split('\n').filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const start = all.findIndex((line) => line === `${key}:`);
  if (start === -1) return undefined;
  const rest = all.slice(start + 1);
  const length = rest.findIndex((line) => !line.startsWith(' '));
  const lines = (length === -1 ? rest : rest.slice(0, length)).map((line) => ({
    indent: line.length - line.trimStart().length,
    text: line.trim(),
  }));
  const reader = { lines, at: 0 };
  const value = readValue(reader, lines[0]?.indent ?? 0);
  if (reader.at < lines.length) throw new SyntaxError(`unexpected line ${start + reader.at + 2}`);
  return value;
};

interface Reader {
  readonly lines: { indent: number; text: string }[];
  at: number;
}

const readValue = (reader: Reader, indent: number): BlockValue =>
  reader.lines[reader.at]?.text.startsWith('- ') === true ? readList(reader, indent) : readMap(reader, indent);

const readList = (reader: Reader, indent: number): readonly BlockValue[] => {
  const items: BlockValue[] = [];
  for (
    let line = reader.lines[reader.at];
    line?.indent === indent && line.text.startsWith('- ');
    line = reader.lines[reader.at]
  ) {
    const text = line.text.slice(2).trimStart();
    if (entryOf(text) === undefined) {
      items.push(scalar(text));
      reader.at += 1;
    } else {
      // The first entry stands behind the dash, as deep as the others below it.
      reader.lines[reader.at] = { indent: indent + line.text.length - text.length, text };
      items.push(readMap(reader, indent + line.text.length - text.length));
    }
  }
  return items;
};

const readMap = (reader: Reader, indent: number): BlockValue => {
  const entries: [string, BlockValue][] = [];
  for (
    let line = reader.lines[reader.at];
    line?.indent === indent && !line.text.startsWith('- ');
    line = reader.lines[reader.at]
  ) {
    const entry = entryOf(line.text);
    if (entry === undefined) throw new SyntaxError('a line is no entry');
    reader.at += 1;
    const next = reader.lines[reader.at];
    // A list may stand as deep as the key that it belongs to.
    const isDeeper = next !== undefined && (next.indent > indent || (next.indent === indent && next.text.startsWith('- ')));
    entries.push([entry.key, entry.value === '' && isDeeper ? readValue(reader, next.indent) : scalar(entry.value)]);
  }
  return Object.fromEntries(entries);
};

const entryOf = (text: string): { readonly key: string; readonly value: string } | undefined => {
  const groups = /^(?<key>'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s'"[{][^:]*?):(?:\s+(?<value>.*))?$/.exec(text)?.groups;
  return groups === undefined ? undefined : { key: String(scalar(groups['key'] ?? '')), value: groups['value'] ?? '' };
};

const scalar = (text: string): BlockValue => {
  if (text === '[]') return [];
  if (text === '{}') return {};
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text.startsWith('"') ? String(JSON.parse(text)) : text;
};
