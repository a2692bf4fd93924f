/**
 * Why an argument of find keeps it from being judged; `undefined` when it only looks and prints. Only these tests and actions are known
 * to: others start programs, delete, or write files.
 */
export const beyondLooking = (args: readonly string[]): string | undefined => {
  const other = args.find((argument) => argument.startsWith('-') && !looking.has(argument));
  return other === undefined ? undefined : `"find ${other}" may do more than look`;
};

const looking: ReadonlySet<string> = new Set(
  `-name -iname -path -ipath -wholename -regex -iregex -type -size -empty -mtime -mmin -newer -perm -user -group -links -maxdepth -mindepth
  -depth -prune -print -print0 -ls -quit -not -a -and -o -or -true -false -xdev -mount -P`.split(/\s+/),
);
