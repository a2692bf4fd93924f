import { refused } from './refusal.ts';

/**
 * Refuses a variable of the line itself that programs, or bash, would see: only lower-case names that are not in the environment stay
 * inside the line.
 */
export const checkLineVariable = ({ name, env }: { name: string; env: Readonly<Record<string, string>> }): void => {
  const isOwn = /^[a-z][a-z0-9_]*$/.test(name) && !usedByBash.has(name) && !Object.hasOwn(env, name);
  if (!isOwn) throw refused({ construct: 'variable', text: name });
};

/** Refuses a variable for one command that decides which programs, libraries or settings the command uses. Others need a person. */
export const checkCommandVariable = (name: string): void => {
  if (exact.has(name) || families.test(name)) throw refused({ construct: 'variable', text: name });
};

const usedByBash: ReadonlySet<string> = new Set(['auto_resume', 'histchars']);
const exact: ReadonlySet<string> = new Set(
  `PATH IFS ENV CDPATH GLOBIGNORE EXECIGNORE POSIXLY_CORRECT HOME TMPDIR MAKEFLAGS MAKEFILES GCONV_PATH LOCPATH NLSPATH MANOPT INPUTRC
  GOFLAGS GOPATH GOROOT GOBIN GOENV GOTOOLCHAIN VISUAL BROWSER PS0 PS1 PS2 PS3 PS4`.split(/\s+/),
);
const families =
  /^_*(LD|DYLD|BASH|GIT|NODE|NPM|PNPM|YARN|COREPACK|PYTHON|PERL|RUBY|GEM|BUNDLE|JAVA|JDK|XDG|LESS|SSH|GNUPG|DOCKER|CARGO|RUST|RUSTC|PIP|LUA|PHP)(_|[A-Z0-9]*$)|(EDITOR|PAGER|ASKPASS|SHELL|SHELLOPTS|COMMAND|OPTIONS|OPTS|OPT|LIB|PRELOAD)$/i;
