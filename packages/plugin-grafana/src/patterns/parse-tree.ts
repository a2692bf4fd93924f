import type { Form } from './form.ts';
import type { DrainParameters } from './parameters.ts';
import { similarGroups } from './similar-groups.ts';
import type { Vocabulary } from './vocabulary.ts';

type Groups = readonly (readonly Form[])[];

/**
 * Groups forms by Drain's parse tree of fixed depth (He et al., ICWS 2017): by length, then token by token, then by similarity in the leaf.
 * The tree grows from all forms at once, not line by line: a node with too many children is known before anything went through it, so the
 * order of the lines does not matter. `forms` must be sorted, and different from one another.
 */
export const growTree = ({
  forms,
  vocabulary,
  parameters,
}: {
  forms: readonly Form[];
  vocabulary: Vocabulary;
  parameters: DrainParameters;
}): Groups => {
  const tree: Tree = { vocabulary, parameters, budget: { left: forms.length * visitsPerForm } };
  const groups: (readonly Form[])[] = [];
  for (const equallyLong of Map.groupBy(forms, ({ tokens }) => tokens.length).values()) {
    for (const group of grow({ tree, forms: equallyLong, from: 0 })) groups.push(group);
  }
  return groups;
};

interface Tree {
  readonly vocabulary: Vocabulary;
  readonly parameters: DrainParameters;
  /** How often forms may still be looked at to find parameters; lines made to be expensive find none. */
  readonly budget: { left: number };
}

const visitsPerForm = 200;
/** Where values hardly ever come twice, so many of the words around them must be the same. */
const sharedWords = 0.6;

const grow = ({ tree, forms, from }: { tree: Tree; forms: readonly Form[]; from: number }): Groups => {
  const [first] = forms;
  if (first === undefined || forms.length === 1) return [forms];
  const end = Math.min(first.tokens.length, tree.parameters.depth);
  let at = from;
  while (at < end && forms.every(({ tokens }) => tokens[at] === first.tokens[at])) at += 1;
  if (at === end) return similarGroups({ forms, ...tree });
  tree.budget.left -= forms.length;
  const groups: (readonly Form[])[] = [];
  for (const alike of Map.groupBy(forms, ({ tokens }) => tree.vocabulary.generalOf(tokens[at] ?? 0)).values()) {
    const taken = new Set<Form>();
    for (const group of withParameterAt({ tree, forms: alike, at })) {
      groups.push(group);
      for (const form of group) taken.add(form);
    }
    const rest = taken.size === 0 ? alike : alike.filter((form) => !taken.has(form));
    for (const child of Map.groupBy(rest, ({ tokens }) => tokens[at]).values()) {
      for (const group of grow({ tree, forms: child, from: at + 1 })) groups.push(group);
    }
  }
  return groups;
};

/**
 * The groups that come out when a node's children are one: those in which this place really is a parameter. Many children alone do not make
 * one, because messages of many kinds begin with many words.
 */
const withParameterAt = ({ tree, forms, at }: { tree: Tree; forms: readonly Form[]; at: number }): Groups => {
  const tried = tree.budget.left <= 0 ? [] : mayBeParameterAt({ tree, forms, at });
  if (tried.length < leastValues) return [];
  return grow({ tree, forms: tried, from: at + 1 }).filter((group) => isParameter({ tree, group, at }));
};

/** All forms of a node with too many children; else those whose child is masked or rare. */
const mayBeParameterAt = ({ tree, forms, at }: { tree: Tree; forms: readonly Form[]; at: number }): readonly Form[] => {
  const children = [...Map.groupBy(forms, ({ tokens }) => tokens[at])];
  if (children.length < leastValues) return [];
  if (children.length > tree.parameters.maxChildren) return forms;
  return children.flatMap(([token, child]) => (isMasked({ tree, token }) || linesOf(child) <= mostOfRareValue ? child : []));
};

/** A parameter has three values at least: some that were masked, and two words. */
const leastValues = 3;
const mostOfRareValue = 2;

const isParameter = ({ tree, group, at }: { tree: Tree; group: readonly Form[]; at: number }): boolean => {
  const words = group.filter(({ tokens }) => !isMasked({ tree, token: tokens[at] }));
  const values = new Set(words.map(({ tokens }) => tokens[at])).size;
  if (values > tree.parameters.maxChildren) return true;
  // Where other lines have a number or an id in this place, fewer words are enough.
  const needed = words.length < group.length ? leastValues - 1 : tree.parameters.rareValues;
  return values >= needed && values * mostOfRareValue >= linesOf(words) && shareOfWords({ tree, group }) >= sharedWords;
};

const isMasked = ({ tree, token }: { tree: Tree; token: number | undefined }): boolean =>
  token !== undefined && tree.vocabulary.generalOf(token) === token;

const shareOfWords = ({ tree, group }: { tree: Tree; group: readonly Form[] }): number => {
  const [first] = group;
  let same = 0;
  let differing = 0;
  for (const [position, token] of (first?.tokens ?? []).entries()) {
    if (group.some(({ tokens }) => tokens[position] !== token)) differing += 1;
    else if (!tree.vocabulary.isValue(token)) same += 1;
  }
  return same / Math.max(1, same + differing);
};

const linesOf = (forms: readonly Form[]): number => forms.reduce((sum, { tally }) => sum + tally.count + tally.earlier, 0);
