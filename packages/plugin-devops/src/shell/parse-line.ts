import { createRequire } from 'node:module';
import { LineclearError } from '@lineclear/core/plugin';
import type { Node, Parser } from '@vscode/tree-sitter-wasm';

/** Hands the syntax tree of a line to `read`; the tree is gone afterwards. */
export type ParseLine = <Result>(request: { line: string; read: (root: Node) => Result }) => Promise<Result>;

/** A parser of bash's grammar. It is loaded by the first line: about a megabyte that a start must not pay for. */
export const createParseLine = (): ParseLine => {
  let loading: Promise<Parser> | undefined;
  return async ({ line, read }) => {
    const parser = await (loading ??= load());
    const tree = parser.parse(line);
    if (tree === null) throw new LineclearError('internal', 'The parser of shell lines gave no tree.');
    try {
      return read(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
};

const load = async (): Promise<Parser> => {
  const { default: treeSitter } = await import('@vscode/tree-sitter-wasm');
  await treeSitter.Parser.init();
  const grammar = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-bash.wasm');
  return new treeSitter.Parser().setLanguage(await treeSitter.Language.load(grammar));
};
