import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as YamlLibrary from 'yaml';
import type { CST, Document, Node, Scalar } from 'yaml';
import { createTurns } from './in-turn.ts';
import { limits } from './limits.ts';
import type { YamlValue } from './yaml-value.ts';
import type { Place } from './yaml-errors.ts';
import { notYaml, tooLarge } from './yaml-errors.ts';

/**
 * Parses one YAML 1.2 document, or throws `invalid_input` with the line and column.
 * Bounded on hostile texts: size, depth and expanded aliases are limited, and nothing here takes quadratic time. Large texts are read
 * one at a time and in portions, so that the server answers others meanwhile.
 */
export const parseYaml = async (text: string): Promise<YamlValue> => {
  if (Buffer.byteLength(text) > limits.textBytes) throw tooLarge('text');
  return inTurn(() => parse(text));
};

const inTurn = createTurns();

const parse = async (text: string): Promise<YamlValue> => {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const tokens = await tokensOf({ text, yaml, onNewLine: lines.addNewLine });
  if (isDeep(tokens)) throw tooLarge('depth');
  // The library compares every key of a map with every other one; here a set finds duplicates.
  const composer = new yaml.Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const [document, second] = firstTwo(composer.compose(tokens, true, text.length));
  await nextTurn();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const error = document?.errors[0];
  if (error !== undefined) throw notYaml({ problem: error.code, ...placeOf(error.pos[0]) });
  if (second !== undefined) throw notYaml({ problem: 'SECOND_DOCUMENT', ...placeOf(second.range[0]) });
  if (document === undefined) return { kind: 'scalar', line: 1, value: null };
  return toValue({ document, yaml, placeOf });
};

// One is wanted and a second one an error; a text may have a hundred thousand.
const firstTwo = <Item>(items: Iterable<Item>): readonly Item[] => {
  const found: Item[] = [];
  for (const item of items) if (found.push(item) === 2) break;
  return found;
};

type Yaml = typeof YamlLibrary;

const toValue = ({
  document,
  yaml,
  placeOf,
}: {
  document: Document.Parsed;
  yaml: Yaml;
  placeOf: (offset: number) => Place;
}): YamlValue => {
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  let values = 0;

  const convert = (node: unknown, depth: number): YamlValue => {
    values += 1;
    if (values > limits.values) throw tooLarge('values');
    if (depth > limits.depth) throw tooLarge('depth');
    if (!yaml.isNode(node)) return { kind: 'scalar', line: 1, value: null };
    const place = placeOf(node.range?.[0] ?? 0);
    const { line } = place;
    if (yaml.isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined || open.has(target)) throw notYaml({ problem: 'BAD_ALIAS', ...place });
      return convert(target, depth + 1);
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (yaml.isScalar(node)) return { kind: 'scalar', line, value: scalarOf(node) };
    open.add(node);
    const value: YamlValue = yaml.isSeq(node)
      ? { kind: 'list', line, items: node.items.map((item) => convert(item, depth + 1)) }
      : { kind: 'map', line, entries: entriesOf({ node, line, depth }) };
    open.delete(node);
    return value;
  };

  const entriesOf = ({ node, line, depth }: { node: Node; line: number; depth: number }): ReadonlyMap<string, YamlValue> => {
    const entries = new Map<string, YamlValue>();
    if (!yaml.isMap(node)) return entries;
    for (const pair of node.items) {
      const place = yaml.isNode(pair.key) ? placeOf(pair.key.range?.[0] ?? 0) : { line, column: 1 };
      const key = convert(pair.key, depth + 1);
      if (key.kind !== 'scalar') throw notYaml({ problem: 'KEY_NOT_TEXT', ...place });
      const name = String(key.value);
      if (entries.has(name)) throw notYaml({ problem: 'DUPLICATE_KEY', ...place });
      entries.set(name, convert(pair.value, depth + 1));
    }
    return entries;
  };

  return convert(document.contents, 0);
};

const scalarOf = (node: Scalar): string | number | boolean | null => {
  const { value } = node;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  // JSON has no infinity; such a number is what was written.
  return typeof value === 'number' && Number.isFinite(value) ? value : (node.source ?? '');
};

/** Lexemes that are read at a stretch: some milliseconds of work. */
const portion = 5_000;

// The lexer is the cheapest part of the library; what is hopeless stops here, before trees and errors are made of it.
const tokensOf = async ({
  text,
  yaml,
  onNewLine,
}: {
  text: string;
  yaml: Yaml;
  onNewLine: (offset: number) => void;
}): Promise<readonly CST.Token[]> => {
  const parser = new yaml.Parser(onNewLine);
  onNewLine(0);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let openFlows = 0;
  for (const lexeme of new yaml.Lexer().lex(text)) {
    lexemes += 1;
    if (lexemes % portion === 0) await nextTurn();
    if (lexemes > limits.lexemes) throw tooLarge('values');
    if (lexeme === '[' || lexeme === '{') openFlows += 1;
    if (lexeme === ']' || lexeme === '}') openFlows = Math.max(openFlows - 1, 0);
    if (openFlows > limits.depth) throw tooLarge('depth');
    tokens.push(...parser.next(lexeme));
  }
  return [...tokens, ...parser.end()];
};

// The library's composer is recursive, so depth is measured on its flat tokens first.
const isDeep = (tokens: readonly CST.Token[]): boolean => {
  const waiting: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    // Every map or list is one token inside the next, and the document is the outermost.
    if (depth > limits.depth + 1) return true;
    if (token.type === 'document' && token.value !== undefined) waiting.push({ token: token.value, depth: depth + 1 });
    if (!('items' in token)) continue;
    for (const item of token.items) {
      if (item.key !== undefined && item.key !== null) waiting.push({ token: item.key, depth: depth + 1 });
      if (item.value !== undefined) waiting.push({ token: item.value, depth: depth + 1 });
    }
  }
  return false;
};
