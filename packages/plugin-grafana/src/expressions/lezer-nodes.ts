import type { SyntaxNode } from '@lezer/common';
import type { Span } from './position.ts';

export const childrenOf = (node: SyntaxNode): readonly SyntaxNode[] => {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
};

export const childOf = (node: SyntaxNode, ...names: readonly string[]): SyntaxNode | undefined =>
  childrenOf(node).find(({ name }) => names.includes(name));

export const spanOf = ({ from, to }: Span): Span => ({ from, to });

/** All descendants with a name, in order, without going into those found. */
export const findAll = (node: SyntaxNode, name: string): readonly SyntaxNode[] =>
  childrenOf(node).flatMap((child) => (child.name === name ? [child] : findAll(child, name)));
