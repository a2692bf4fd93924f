import type { Document } from 'yaml';

/** The content of a YAML file, with the line of each place in it. */
export interface ParsedFile {
  readonly content: unknown;
  /** The line of the innermost part of the path that is written there. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Parses one YAML 1.2 document. Throws an error with the place, also for aliases that would unfold into very much. */
export const parseFile = async (text: string): Promise<ParsedFile> => {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  // The rest of the message is an excerpt of the file.
  if (error !== undefined) throw new Error(error.message.split('\n')[0]?.replace(/:$/, '.') ?? error.code);
  return {
    content: document.toJS(),
    lineOf: (path) => lines.linePos(offsetOf({ document, path })).line,
  };
};

const offsetOf = ({ document, path }: { document: Document.Parsed; path: readonly PropertyKey[] }): number => {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (hasRange(node)) return node.range[0];
  }
  return 0;
};

const hasRange = (node: unknown): node is { range: readonly [number, number, number] } =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
