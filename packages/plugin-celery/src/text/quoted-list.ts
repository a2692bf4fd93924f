import { quoted } from '@lineclear/core/plugin';

/** Several names in one sentence; of more than five only the number of the others. */
export const quotedList = (names: readonly string[]): string => {
  const others = names.length - mostNames;
  return [...names.slice(0, mostNames).map(quoted), ...(others > 0 ? [`${others} more`] : [])].join(', ');
};

const mostNames = 5;
