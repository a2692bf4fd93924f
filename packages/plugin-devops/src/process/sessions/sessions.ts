import { randomUUID } from 'node:crypto';
import { LineclearError } from '@lineclear/core/plugin';
import type { Clock } from '@lineclear/core/plugin';
import type { ChildCall } from './child.ts';
import { markName } from './process-family.ts';
import { Session } from './session.ts';
import type { SessionFacts } from './session.ts';
import { SessionOutput } from './session-output.ts';
import { startPiped } from './start-piped.ts';
import { startTerminal } from './start-terminal.ts';

/** How much one principal may have in one profile. */
export interface SessionLimits {
  readonly maxRunning: number;
  /** Ended processes that can still be read; the oldest are forgotten first. */
  readonly maxEnded: number;
  /** Of one process. */
  readonly maxOutputBytes: number;
  readonly maxRuntimeMs: number;
}

/** The processes of one profile. It lives as long as the host and ends everything with it. */
export class Sessions {
  readonly limits: SessionLimits;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();
  /** Principals for whom a process is about to start. */
  readonly #starting: string[] = [];
  #isClosed = false;

  constructor({ limits = defaultLimits, clock = systemClock }: { limits?: SessionLimits; clock?: Clock } = {}) {
    this.limits = limits;
    this.#clock = clock;
  }

  /** Starts a process for a principal. Throws with `effect: 'none'` where nothing ran. */
  async start({
    facts,
    call,
  }: {
    facts: Omit<SessionFacts, 'id'>;
    call: Omit<ChildCall, 'onOutput' | 'takesInput'>;
  }): Promise<Session> {
    this.checkRoom(facts.principal);
    this.#starting.push(facts.principal);
    try {
      const mark = randomUUID();
      const output = new SessionOutput({ maxBytes: this.limits.maxOutputBytes });
      const start = facts.terminal ? startTerminal : startPiped;
      const child = await start({
        ...call,
        env: { ...call.env, [markName]: mark },
        takesInput: facts.inputRefusal === undefined,
        onOutput: (chunk) => output.add(chunk),
      });
      const session = new Session({
        facts: { ...facts, id: randomUUID() },
        output,
        child,
        mark,
        clock: this.#clock,
        maxRuntimeMs: this.limits.maxRuntimeMs,
      });
      this.#adopt(session);
      return session;
    } finally {
      this.#starting.splice(this.#starting.indexOf(facts.principal), 1);
    }
  }

  /** One process of this principal, and of this plan where one is named; `not_found` for everything else, also for somebody else's. */
  find({ id, principal, planId }: { id: string; principal: string; planId?: string }): Session {
    const session = this.#sessions.get(id);
    const isMeant = session?.facts.principal === principal && (planId ?? session.facts.planId) === session.facts.planId;
    if (session !== undefined && isMeant) return session;
    throw new LineclearError('not_found', 'There is no such process.', {
      hint: 'Use process_list for the processes that you started; they end with this server.',
      details: { reason: 'no_process' },
      effect: 'none',
    });
  }

  /** Those of one principal in the order in which they were started. */
  list(principal: string): readonly Session[] {
    return [...this.#sessions.values()].filter(({ facts }) => facts.principal === principal);
  }

  /** Throws `conflict` when this principal may not start another one now. */
  checkRoom(principal: string): void {
    const running = this.list(principal).filter(({ state }) => state === 'running').length;
    const starting = this.#starting.filter((other) => other === principal).length;
    if (!this.#isClosed && running + starting < this.limits.maxRunning) return;
    throw new LineclearError('conflict', `${running} processes run already; this profile allows ${this.limits.maxRunning}.`, {
      hint: 'Stop one that is not needed any more with process_stop, or wait until one ends.',
      details: { reason: 'too_many_processes' },
      effect: 'none',
    });
  }

  /** Ends all of them, with everything they started. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#sessions.values()].map((session) => this.#end(session)));
    process.off('exit', this.#killAll);
  }

  /** A server that ends without closing, after a defect for example, takes the groups with it all the same. */
  readonly #killAll = (): void => {
    for (const session of this.#sessions.values()) session.killNow();
  };

  #adopt(session: Session): void {
    this.#sessions.set(session.facts.id, session);
    process.off('exit', this.#killAll).on('exit', this.#killAll);
    void session.ended.then(() => this.#forgetOldest(session.facts.principal));
    // The server was closed while it started.
    if (this.#isClosed) void this.#end(session);
  }

  async #end(session: Session): Promise<void> {
    if (session.state === 'running') await session.stop({ signal: 'SIGTERM', reason: 'stopped', graceMs: closingGraceMs });
  }

  #forgetOldest(principal: string): void {
    const ended = this.list(principal).filter(({ endedAt }) => endedAt !== undefined);
    const surplus = ended.toSorted((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0)).slice(0, -this.limits.maxEnded);
    for (const { facts } of surplus) this.#sessions.delete(facts.id);
  }
}

// A connection has five seconds to close.
const closingGraceMs = 2_000;
const defaultLimits: SessionLimits = { maxRunning: 8, maxEnded: 20, maxOutputBytes: 1 << 20, maxRuntimeMs: 86_400_000 };
const systemClock: Clock = { now: () => Date.now() };
