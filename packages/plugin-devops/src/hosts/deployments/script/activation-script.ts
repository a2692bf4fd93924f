import { quoteWord, quoteWords } from '../../client/quote.ts';
import { scriptBody } from './body.ts';

/** How long the script waits for somebody who watches, beyond what health may take. */
const graceS = 5;
const goS = 10;

/** What one deployment changes on one host: where a link leads, and what is started then. */
export interface Activation {
  /** The id of the run; `[A-Za-z0-9._-]` only. */
  readonly planId: string;
  readonly root: string;
  /** `current`, `blue` or `green`. */
  readonly link: string;
  /** What the link is to say afterwards, and what it says before; empty where there is none. */
  readonly target: string;
  readonly before: string;
  readonly release: string;
  /** What all links said when this was decided. */
  readonly links: Readonly<Record<string, string>>;
  readonly start: readonly string[];
  readonly startBack: readonly string[];
  /** Whether the release, which is there, has to be as it was unpacked. */
  readonly verifies: boolean;
  /** Unpacks a new release first. */
  readonly unpack?: {
    readonly artifact: string;
    readonly sha256: string;
    readonly shared: readonly string[];
    readonly smoke: readonly string[] | undefined;
  };
  readonly keep: number;
  readonly stepTimeoutS: number;
  readonly healthTimeoutS: number;
  /** Whether the health of what is to be switched to is asked for before. */
  readonly asksBefore: boolean;
  /** Fields of the line in the history, beside time and outcome. */
  readonly history: Readonly<Record<string, string>>;
}

/** The program that does it, as `argv`. Every value in it is one quoted word. */
export const activationScript = (activation: Activation): readonly string[] => {
  const { unpack } = activation;
  const variables = {
    plan: activation.planId,
    root: activation.root,
    link: activation.link,
    target: activation.target,
    before: activation.before,
    release: activation.release,
    artifact: unpack?.artifact ?? '',
    sha256: unpack?.sha256 ?? '',
    keep: String(activation.keep),
    step_s: String(activation.stepTimeoutS),
    gate_s: String(activation.healthTimeoutS + graceS),
    go_s: String(goS + (activation.asksBefore ? activation.healthTimeoutS : 0)),
    facts: JSON.stringify(activation.history).slice(1, -1),
  };
  const head = [
    ...Object.entries(variables).map(([name, value]) => `${name}=${quoteWord(value)}`),
    shellFunction('start', [`bounded "$root" ${quoteWords(activation.start)}`]),
    shellFunction('start_back', [`bounded "$root" ${quoteWords(activation.startBack)}`]),
    shellFunction(
      'expect_all',
      Object.entries(activation.links).map(([link, value]) => `expect ${quoteWords([link, value])}`),
    ),
    shellFunction(
      'link_shared',
      (unpack?.shared ?? []).map((path) => `share ${quoteWord(path)} || return 1`),
    ),
    shellFunction(
      'prepare',
      unpack === undefined ? (activation.verifies ? ['verify'] : []) : ['unpack', ...smokeTest(unpack.smoke)],
    ),
  ];
  return ['/bin/sh', '-c', `${head.join('\n')}\n${scriptBody}`, 'lineclear-deploy'];
};

const smokeTest = (argv: readonly string[] | undefined): readonly string[] =>
  argv === undefined
    ? []
    : [
        'heading "smoke test"',
        `bounded "$root/releases/$release" ${quoteWords(argv)} || finish untouched smoke_failed -`,
        'say smoke_passed',
      ];

const shellFunction = (name: string, lines: readonly string[]): string =>
  `${name}() {\n${lines.length === 0 ? ':' : lines.join('\n')}\n}`;
