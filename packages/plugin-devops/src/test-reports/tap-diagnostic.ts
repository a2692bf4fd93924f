/** What a YAML block below a failed test says about it. */
export interface Diagnostic {
  readonly message: string | undefined;
  readonly stack: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/**
 * Reads the fields that test runners write there. This is a small part of YAML on purpose: tags, anchors and aliases stay text, so that a
 * report can neither make objects nor grow while it is read.
 */
export const readDiagnostic = (lines: readonly string[]): Diagnostic => {
  const fields = fieldsOf(lines);
  const first = (...names: readonly string[]) =>
    names.map((name) => fields.get(name)).find((value) => value !== undefined && value !== '');
  const place = /^(.{1,1000}?):(\d{1,7})(?::\d{1,7})?$/.exec(first('location', 'at') ?? '');
  const line = Number(first('at.line', 'at.lineNumber', 'line') ?? '');
  const found = first('error.message', 'message', 'error', 'failureType');
  // Runners that have no message write what they compared.
  const compared =
    fields.has('expected') && fields.has('actual')
      ? `expected ${fields.get('expected')}, got ${fields.get('actual')}`
      : undefined;
  return {
    message: found ?? compared,
    stack: first('stack', 'error.stack'),
    file: (place?.[1] ?? first('at.file', 'at.fileName', 'file'))?.replace(/^file:\/\//, ''),
    line: place === null ? (Number.isInteger(line) && line > 0 ? line : undefined) : Number(place[2]),
  };
};

/** Scalars under their names; those inside another field as `outer.inner`. The first of a name counts. */
const fieldsOf = (lines: readonly string[]): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  const outer: { indent: number; name: string }[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const match = /^(\s*)(?:- )?["']?([\w-]{1,60})["']?\s?:(?:\s+(.*))?$/.exec(line);
    if (match === null) continue;
    const [, space = '', name = '', rest = ''] = match;
    const indent = space.length;
    while ((outer.at(-1)?.indent ?? -1) >= indent) outer.pop();
    const path = [...outer.map((field) => field.name), name].join('.');
    const isBlock = /^[|>][+-]?\d?\s*$/.test(rest);
    const block = isBlock ? blockFrom({ lines, from: at + 1, indent }) : undefined;
    if (block !== undefined) at += block.count;
    const value = block?.text ?? unquote(rest.trim());
    if (!fields.has(path)) fields.set(path, value);
    if (rest.trim() === '' && outer.length < 5) outer.push({ indent, name });
  }
  return fields;
};

const blockFrom = ({ lines, from, indent }: { lines: readonly string[]; from: number; indent: number }) => {
  const rest = lines.slice(from);
  const end = rest.findIndex((line) => line.trim() !== '' && line.length - line.trimStart().length <= indent);
  const block = end === -1 ? rest : rest.slice(0, end);
  const inner = Math.min(...block.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  return {
    count: block.length,
    text: block
      .map((line) => line.slice(Number.isFinite(inner) ? inner : 0))
      .join('\n')
      .trimEnd(),
  };
};

const unquote = (text: string): string => {
  if (/^'.*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (!/^".*"$/.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
};
