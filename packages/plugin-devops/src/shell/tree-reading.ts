import type { Node } from '@vscode/tree-sitter-wasm';
import { refused } from './refusal.ts';
import type { ConstructName } from './refusal.ts';

/** Where the syntax tree finds words of each kind, as "start-end". */
export interface TreeReading {
  readonly names: readonly string[];
  /** Arguments, and the words of loops. */
  readonly words: readonly string[];
  readonly targets: readonly string[];
  readonly assignments: readonly string[];
}

/** Reads a syntax tree. Only the kinds of nodes listed here are understood; a tree with any other one is refused. */
export const readTree = (root: Node): TreeReading => {
  const found = {
    names: new Array<string>(),
    words: new Array<string>(),
    targets: new Array<string>(),
    assignments: new Array<string>(),
  };
  const visit = (node: Node, parent?: Node): void => {
    check({ node, parent });
    const children = node.children.filter((child) => child !== null);
    for (const [index, child] of children.entries()) {
      if (child.isNamed) {
        const place = placeOf({ node, child, isFirstWord: !children.slice(0, index).some(isWord) });
        if (place !== undefined) found[place].push(rangeOf(child));
      }
      visit(child, node);
    }
  };
  visit(root);
  return found;
};

const rangeOf = ({ startIndex, endIndex }: { startIndex: number; endIndex: number }): string => `${startIndex}-${endIndex}`;

const check = ({ node, parent }: { node: Node; parent: Node | undefined }): void => {
  const known = node.isNamed ? kinds.has(node.type) : tokens.has(node.type);
  if (known && !node.isError && !node.isMissing) return;
  const construct = constructsByKind[node.type] ?? constructsByParent[parent?.type ?? ''] ?? 'unreadable';
  throw refused({ construct, text: node.isNamed ? node.text : (parent ?? node).text });
};

const placeOf = ({
  node,
  child,
  isFirstWord,
}: {
  node: Node;
  child: Node;
  isFirstWord: boolean;
}): keyof TreeReading | undefined => {
  if (child.type === 'command_name') return 'names';
  if (child.type === 'variable_assignment') return 'assignments';
  if (!isWord(child) || !holdsWords.has(node.type)) return undefined;
  // The grammar counts all words after a redirection as its targets; to bash the others are arguments.
  return node.type === 'file_redirect' && isFirstWord ? 'targets' : 'words';
};

const isWord = (node: Node): boolean => wordKinds.has(node.type);

const wordKinds: ReadonlySet<string> = new Set([
  'word',
  'number',
  'raw_string',
  'string',
  'concatenation',
  'simple_expansion',
  'expansion',
  'command_substitution',
]);
const holdsWords: ReadonlySet<string> = new Set(['program', 'command', 'file_redirect', 'for_statement', 'variable_assignments']);

/** The kinds of nodes that are judged. */
const kinds: ReadonlySet<string> = new Set([
  ...wordKinds,
  ...holdsWords,
  'command_name',
  'string_content',
  'variable_name',
  'special_variable_name',
  'variable_assignment',
  'file_descriptor',
  'redirected_statement',
  'negated_command',
  'pipeline',
  'list',
  'subshell',
  'compound_statement',
  'if_statement',
  'elif_clause',
  'else_clause',
  'while_statement',
  'do_group',
]);

const tokens: ReadonlySet<string> = new Set(
  '; \n && || | |& ( ) { } ! if then elif else fi for in while until do done $( $ ${ " = < > >> >| >& <& &> &>>'.split(' '),
);

const constructsByKind: Readonly<Record<string, ConstructName>> = {
  '&': 'background',
  '`': 'backticks',
  function_definition: 'function',
  arithmetic_expansion: 'arithmetic',
  c_style_for_statement: 'arithmetic',
  '((': 'arithmetic',
  array: 'array',
  subscript: 'array',
  '+=': 'array',
  heredoc_redirect: 'heredoc',
  herestring_redirect: 'heredoc',
  process_substitution: 'process_substitution',
  ansi_c_string: 'quoting',
  translated_string: 'quoting',
  brace_expression: 'braces',
  comment: 'comment',
  test_command: 'test',
  case_statement: 'keyword',
  select: 'keyword',
  declaration_command: 'declaration',
  unset_command: 'declaration',
};

// Where a part is unknown, the whole says more.
const constructsByParent: Readonly<Record<string, ConstructName>> = { expansion: 'expansion', file_redirect: 'redirection' };
