/** What a program takes: letters without and with a value, and the same as words. */
export interface Options {
  readonly letters?: string;
  readonly valued?: string;
  readonly words?: readonly string[];
  readonly valuedWords?: readonly string[];
}

/** Arguments as the program will read them. */
export interface ReadArguments {
  /** Those that are neither an option nor the value of one, in their order. */
  readonly plain: readonly string[];
  /** Options that have a value, such as `-p` or `--property`. */
  readonly values: readonly { readonly option: string; readonly value: string }[];
}

/**
 * Reads arguments as getopt does. Undefined where an option is not listed, or where it is not certain what an argument is: a value that
 * begins with a dash is an option to a program that takes the value for optional.
 */
export const readOptions = ({ args, options }: { args: readonly string[]; options: Options }): ReadArguments | undefined => {
  const plain: string[] = [];
  const values: { option: string; value: string }[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    if (!argument.startsWith('-') || argument === '-') {
      plain.push(argument);
      continue;
    }
    const found = readOne({ argument, options });
    if (found === undefined) return undefined;
    if (found.option === undefined) continue;
    if (found.value === undefined) at += 1;
    const value = found.value ?? args[at];
    if (value === undefined || (found.value === undefined && value.startsWith('-'))) return undefined;
    values.push({ option: found.option, value });
  }
  return { plain, values };
};

/** One argument with options: which of them has a value, and that value where it stands in the same argument. */
const readOne = ({ argument, options }: { argument: string; options: Options }) => {
  const { letters = '', valued = '', words = [], valuedWords = [] } = options;
  if (words.includes(argument)) return {};
  const equals = argument.indexOf('=');
  const word = equals === -1 ? argument : argument.slice(0, equals);
  if (valuedWords.includes(word)) return { option: word, value: equals === -1 ? undefined : argument.slice(equals + 1) };
  if (argument.startsWith('--')) return undefined;
  for (let at = 1; at < argument.length; at += 1) {
    const letter = argument.charAt(at);
    const rest = argument.slice(at + 1);
    if (valued.includes(letter)) return { option: `-${letter}`, value: rest === '' ? undefined : rest };
    if (!letters.includes(letter)) return undefined;
  }
  return {};
};
