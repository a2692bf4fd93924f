import type { Document, Node } from 'yaml';
import type { ConfigIssue } from '@lineclear/core';

/** Where something stands in a file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A problem of the text itself, before anything is known about its keys. */
export interface TextIssue extends Position {
  readonly message: string;
  readonly hint: string;
}

/** A YAML text that was read, and where its keys stand. */
export interface YamlFile {
  readonly value: unknown;
  readonly issues: readonly TextIssue[];
  /** The position of the key at `path`, or of the closest key above it. */
  readonly positionOf: (path: ConfigIssue['path']) => Position;
}

// More aliases than any configuration written by hand has, and few enough that a file cannot grow a million values out of ten lines.
const aliasLimit = 100;

/** Reads YAML 1.2 into plain values. Duplicate keys, tags and texts that multiply themselves through aliases are issues. */
export const readYaml = async (text: string): Promise<YamlFile> => {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: true,
    logLevel: 'error',
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const issues = [...document.errors, ...document.warnings].map((error): TextIssue => ({
    ...at(error.pos[0]),
    message: messages[error.code]?.message ?? `this is not YAML: ${error.message}`,
    hint: messages[error.code]?.hint ?? 'Correct the syntax at this line.',
  }));
  const positionOf = await locator({ document, at });
  if (issues.length > 0) return { value: undefined, issues, positionOf };
  try {
    return { value: document.toJS({ maxAliasCount: aliasLimit }), issues: [], positionOf };
  } catch {
    const issue = {
      line: 1,
      column: 1,
      message: 'aliases (*name) repeat too much',
      hint: `Use at most ${aliasLimit} repetitions in all.`,
    };
    return { value: undefined, issues: [issue], positionOf };
  }
};

const messages: Record<string, { message: string; hint: string } | undefined> = {
  DUPLICATE_KEY: { message: 'this key stands here twice', hint: 'Keep one of them.' },
  MULTIPLE_DOCS: { message: 'a second document starts here', hint: 'Remove the "---" line and what follows it.' },
  TAG_RESOLVE_FAILED: { message: 'tags (!name) mean nothing here', hint: 'Remove the tag.' },
};

const locator = async ({ document, at }: { document: Document.Parsed; at: (offset: number) => Position }) => {
  const { isAlias, isMap, isNode, isScalar, isSeq } = await import('yaml');
  const offsetOf = (node: unknown, otherwise: number): number => (isNode(node) ? (node.range?.[0] ?? otherwise) : otherwise);

  return (path: ConfigIssue['path']): Position => {
    let node: unknown = document.contents;
    let offset = offsetOf(node, 0);
    for (const segment of path) {
      const target: Node | undefined = isAlias(node) ? node.resolve(document) : undefined;
      const holder = target ?? node;
      if (isMap(holder)) {
        const pair = holder.items.find((item) => isScalar(item.key) && String(item.key.value) === String(segment));
        if (pair === undefined) break;
        offset = offsetOf(pair.key, offset);
        node = pair.value;
      } else if (isSeq(holder)) {
        const item = holder.items[Number(segment)];
        if (item === undefined) break;
        offset = offsetOf(item, offset);
        node = item;
      } else break;
    }
    return at(offset);
  };
};
