import { shortened } from '../../text/shortened.ts';
import type { Session, SessionState } from './session.ts';

/** A process as answers show it. */
export interface SessionView {
  readonly process_id: string;
  readonly name: string;
  readonly argv: readonly string[];
  readonly pid: number;
  readonly state: SessionState;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly started_at: string;
  readonly runtime_s: number;
}

export const toView = (session: Session): SessionView => ({
  process_id: session.facts.id,
  name: session.facts.name,
  argv: shownArguments(session.facts.argv),
  pid: session.head.pid,
  state: session.state,
  exit_code: session.exit?.exitCode ?? null,
  signal: session.exit?.signal ?? null,
  started_at: new Date(session.startedAt).toISOString(),
  runtime_s: Math.round(session.runtimeMs / 1_000),
});

/** The preview showed all of them; a list of processes has room for the beginning. */
const shownArguments = (argv: readonly string[]): readonly string[] => {
  const shown = argv.slice(0, 12).map((argument) => shortened({ text: argument, longest: 200 }));
  return argv.length <= 12 ? shown : [...shown, `… ${argv.length - 12} more`];
};
