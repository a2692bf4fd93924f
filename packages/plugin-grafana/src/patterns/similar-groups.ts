import type { Form } from './form.ts';
import type { DrainParameters } from './parameters.ts';
import type { Vocabulary } from './vocabulary.ts';

interface Leader {
  /** -1 where the members differ. */
  readonly template: number[];
  readonly members: Form[];
}

/** Leaves with more kinds of lines than this hold no kinds at all. */
const mostLeaders = 100;
const differs = -1;

/**
 * The groups of one leaf: each form joins the group that it shares most words with, if that is enough, and else begins one. Forms have the
 * same length, and come in an order that does not depend on that of the lines.
 */
export const similarGroups = ({
  forms,
  vocabulary,
  parameters,
}: {
  forms: readonly Form[];
  vocabulary: Vocabulary;
  parameters: DrainParameters;
}): readonly (readonly Form[])[] => {
  const leaders: Leader[] = [];
  const groups: Form[][] = [];
  for (const form of forms) {
    const best = closest({ form, leaders, vocabulary });
    if (best !== undefined && best.similarity >= parameters.similarity) {
      join({ leader: best.leader, form });
      continue;
    }
    const members = [form];
    groups.push(members);
    if (leaders.length < mostLeaders) leaders.push({ template: [...form.tokens], members });
  }
  return groups;
};

const closest = ({ form, leaders, vocabulary }: { form: Form; leaders: readonly Leader[]; vocabulary: Vocabulary }) => {
  let best: { readonly leader: Leader; readonly similarity: number } | undefined;
  for (const leader of leaders) {
    const similarity = similarityOf({ form, template: leader.template, vocabulary });
    if (best === undefined || similarity > best.similarity) best = { leader, similarity };
  }
  return best;
};

/** The share of a form's words that stand in the template, masked values aside. */
const similarityOf = ({
  form,
  template,
  vocabulary,
}: {
  form: Form;
  template: readonly number[];
  vocabulary: Vocabulary;
}): number => {
  let same = 0;
  let words = 0;
  for (const [position, token] of form.tokens.entries()) {
    if (vocabulary.isValue(token)) continue;
    words += 1;
    if (template[position] === token) same += 1;
  }
  return words === 0 ? 1 : same / words;
};

const join = ({ leader, form }: { leader: Leader; form: Form }): void => {
  leader.members.push(form);
  for (const [position, token] of form.tokens.entries()) {
    if (leader.template[position] !== token) leader.template[position] = differs;
  }
};
