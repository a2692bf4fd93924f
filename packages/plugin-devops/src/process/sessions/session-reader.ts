import type { Judged } from '../../programs/process-judge.ts';
import { judgeInput } from './input-rule.ts';
import type { InputRefusal } from './input-rule.ts';
import type { OutputLine } from './output-log.ts';
import { countFamily } from './process-family.ts';
import type { Sessions } from './sessions.ts';
import { toView } from './session-view.ts';
import type { SessionView } from './session-view.ts';
import { waitFor } from './wait-for.ts';
import type { Waited } from './wait-for.ts';

/** Which process is meant, and who asks. */
export interface SessionName {
  readonly id: string;
  readonly principal: string;
}

export interface SessionPage extends SessionView {
  /** The lines from the cursor on, and last those that are not finished; these come again. */
  readonly lines: readonly OutputLine[];
  readonly cursor: number;
  readonly leftOut: number;
  readonly more: boolean;
}

/** What reads and previews may do with processes: look. */
export interface SessionReader {
  readonly maxRuntimeMs: number;
  /** Throws `conflict` when this principal may not start another one. */
  readonly checkRoom: (principal: string) => void;
  readonly judgeInput: (request: { judged: Judged; argv: readonly string[] }) => Promise<InputRefusal>;
  readonly list: (principal: string) => readonly SessionView[];
  readonly show: (name: SessionName) => SessionView;
  /** The plan that started it. */
  readonly planOf: (name: SessionName) => string;
  /** How many of it and what it started are alive. */
  readonly count: (name: SessionName) => Promise<number>;
  readonly read: (request: SessionName & { cursor: number }) => SessionPage;
  readonly wait: (
    request: SessionName & Omit<Parameters<typeof waitFor>[0], 'session'>,
  ) => Promise<Waited & { process: SessionView }>;
}

export const createSessionReader = ({
  sessions,
  granted,
}: {
  sessions: Sessions;
  granted: readonly string[];
}): SessionReader => ({
  maxRuntimeMs: sessions.limits.maxRuntimeMs,
  checkRoom: (principal) => sessions.checkRoom(principal),
  judgeInput: ({ judged, argv }) =>
    judgeInput({ program: judged.program, args: argv.slice(1), folder: judged.folder.real, granted }),
  list: (principal) => sessions.list(principal).map(toView),
  show: (name) => toView(sessions.find(name)),
  planOf: (name) => sessions.find(name).facts.planId,
  count: (name) => countFamily(sessions.find(name).head),
  read: ({ cursor, ...name }) => {
    const session = sessions.find(name);
    const page = session.output.read({ cursor, maxCharacters });
    const unfinished = page.more ? [] : session.output.unfinished();
    return { ...toView(session), ...page, lines: [...page.lines, ...unfinished] };
  },
  wait: async ({ id, principal, ...request }) => {
    const session = sessions.find({ id, principal });
    const waited = await waitFor({ session, ...request });
    return { ...waited, process: toView(session) };
  },
});

const maxCharacters = 32 << 10;
