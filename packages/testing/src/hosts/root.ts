/**
 * For `test.skipIf(skipWithoutRoot())`: true, with a loud line on stderr, where the tests do not run as root: no other
 * account can log in to a test host then. Under CI=true it throws instead: nothing may be skipped there.
 */
export const skipWithoutRoot = ({
  env = process.env,
  uid = process.getuid?.(),
  say = (line: string) => void process.stderr.write(`\n${line}\n`),
}: {
  env?: Readonly<Record<string, string | undefined>>;
  uid?: number | undefined;
  say?: (line: string) => void;
} = {}): boolean => {
  if (uid === 0) return false;
  const missing = 'Test hosts with a root and an ordinary account need root. Run the tests with: sudo -E npm test';
  if (env['CI'] === 'true') throw new Error(missing);
  say(`SKIPPED: ${missing}`);
  return true;
};
