/** A text that asks for steps in an order: what it is about, the steps numbered, and how to end. */
export const procedure = ({ purpose, steps, end }: { purpose: string; steps: readonly string[]; end: string }): string =>
  [purpose, '', ...steps.map((step, index) => `${index + 1}. ${step}`), '', end].join('\n');
