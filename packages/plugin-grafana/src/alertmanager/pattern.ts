/** Alertmanager's patterns are RE2, which takes its time in proportion to the text; JavaScript may take forever. Only patterns for which it cannot are tried here. */
export const compilePattern = (pattern: string): RegExp | undefined => {
  const flags = /^\(\?(?<flags>[is]+)\)/.exec(pattern);
  const rest = pattern.slice(flags?.[0].length ?? 0);
  if (!isTame(rest)) return undefined;
  try {
    return new RegExp(`^(?:${rest})$`, `s${flags?.groups?.['flags']?.includes('i') === true ? 'i' : ''}`);
  } catch {
    return undefined;
  }
};

const longestPattern = 500;
/** Repetitions in one alternative: two of them look at each pair of places in a text, three at each triple. */
const mostRepetitions = 2;

// No repeated groups, nothing that looks around or back, and few repetitions beside one another.
const isTame = (pattern: string): boolean => {
  const plain = pattern.replaceAll(/\\[^0-9k]/g, 'x').replaceAll(/\[\^?\]?[^\]]*\]/g, 'x');
  if (pattern.length > longestPattern || /\)[*+{]|\(\?(?!:)|\\/.test(plain)) return false;
  const alternatives = plain.includes('(') ? [plain] : plain.split('|');
  return alternatives.every((alternative) => (alternative.match(/[*+]|\{\d*,?\d*\}/g)?.length ?? 0) <= mostRepetitions);
};
