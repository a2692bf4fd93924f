/**
 * Why a program that otherwise starts no other would do so; `undefined` when it would not. A list of known options of common programs, not
 * a boundary: an allowed program does what its code does.
 */
export const startsByOption = ({ name, args }: { name: string; args: readonly string[] }): string | undefined => {
  const option = args.find((argument) => options[name]?.test(argument) === true);
  return option === undefined ? undefined : `"${name} ${option}" starts another program`;
};

// GNU programs take the beginning of a long option for the whole.
const options: Readonly<Record<string, RegExp>> = {
  sort: /^--comp/,
  split: /^--f/,
  rg: /^--(pre|hostname-bin)(=|$)/,
  sdiff: /^--diff-p/,
  diff3: /^--diff-p/,
  wget: /^(-e|--e|--use-a)/,
  curl: /^(-K|--config)/,
};
