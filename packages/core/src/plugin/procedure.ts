/** A prompt that asks for steps in an order: what it is about, the steps numbered, and how to end. */
export const procedure = ({ purpose, steps, end }: { purpose: string; steps: readonly string[]; end: string }): string =>
  [purpose, '', ...steps.map((step, index) => `${index + 1}. ${step}`), '', end].join('\n');

/** The rule of every procedure that changes something. */
export const oneWriteAtATime =
  'Make one change at a time: show me its preview with the warnings, ask me, and only then call the same tool again with the same arguments and confirm: true. Read the effect in the answer before the next change.';

/** The rule where a profile may have some of the tools only. */
export const withWhatThereIs = 'Leave out what you have no tool for, and say so: what could not be looked at is not fine.';
