import type { Answered, Asking } from '@lineclear/core';

/** How a fake person behind the client decides: `absent` never answers, and the client cannot even ask. */
export type Person = 'approves' | 'declines' | 'leaves it unanswered' | 'absent' | ((question: string) => Promise<Answered>);

/** A fake person who is asked by a pushed question and remembers every question. */
export const createPerson = (person: Person): { readonly asking: Asking; readonly questions: readonly string[] } => {
  const questions: string[] = [];
  if (person === 'absent') return { asking: { mode: 'none' }, questions };
  const decide = typeof person === 'function' ? person : () => Promise.resolve(answers[person]);
  const ask = (question: string): Promise<Answered> => {
    questions.push(question);
    return decide(question);
  };
  return { asking: { mode: 'push', ask }, questions };
};

const answers = { approves: 'approved', declines: 'declined', 'leaves it unanswered': 'unanswered' } as const;
