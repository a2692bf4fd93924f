import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@lineclear/core/plugin';
import type { Child, ChildEnd } from './child.ts';
import { countFamily, signalFamily, signalGroup } from './process-family.ts';
import type { FamilyHead } from './process-family.ts';
import type { SessionOutput } from './session-output.ts';

/** What is known of a process from its start. */
export interface SessionFacts {
  /** Random, so that nobody can guess another one's. */
  readonly id: string;
  /** The plan whose confirmation started it. */
  readonly planId: string;
  readonly principal: string;
  readonly name: string;
  readonly argv: readonly string[];
  readonly terminal: boolean;
  /** Why it gets no input; `undefined` when it does. */
  readonly inputRefusal: string | undefined;
}

/** Why it is over; `exited` also when a signal from elsewhere ended it. */
export type SessionState = 'running' | 'exited' | 'stopped' | 'timed_out';
type StopReason = Exclude<SessionState, 'running' | 'exited'>;

/** One process that was started and is not waited for, with everything that it starts. */
export class Session {
  readonly facts: SessionFacts;
  readonly output: SessionOutput;
  readonly head: FamilyHead;
  readonly startedAt: number;
  /** Settles when the process is gone and its output was read. Never rejects. */
  readonly ended: Promise<void>;
  readonly #child: Child;
  readonly #clock: Clock;
  #stopping: StopReason | undefined;
  #exit: ChildEnd | undefined;
  #endedAt: number | undefined;

  constructor(parts: {
    facts: SessionFacts;
    output: SessionOutput;
    child: Child;
    mark: string;
    clock: Clock;
    maxRuntimeMs: number;
  }) {
    this.facts = parts.facts;
    this.output = parts.output;
    this.head = { pid: parts.child.pid, mark: parts.mark };
    this.#child = parts.child;
    this.#clock = parts.clock;
    this.startedAt = parts.clock.now();
    const limit = setTimeout(() => void this.stop({ signal: 'SIGTERM', reason: 'timed_out' }), parts.maxRuntimeMs);
    this.ended = this.#finish().finally(() => clearTimeout(limit));
  }

  get state(): SessionState {
    return this.#endedAt === undefined ? 'running' : (this.#stopping ?? 'exited');
  }

  get exit(): ChildEnd | undefined {
    return this.state === 'running' ? undefined : this.#exit;
  }

  get endedAt(): number | undefined {
    return this.#endedAt;
  }

  /** How long it has run, or ran. */
  get runtimeMs(): number {
    return (this.#endedAt ?? this.#clock.now()) - this.startedAt;
  }

  /** `false` when it takes no input any more, or has not read what came before. */
  write(input: { text: string; end: boolean }): boolean {
    return this.#exit === undefined && this.#child.write(input);
  }

  /** Ends the process and everything it started: with `signal`, and after `graceMs` with SIGKILL whoever is left. */
  async stop({
    signal,
    reason,
    graceMs = defaultGraceMs,
  }: {
    signal: NodeJS.Signals;
    reason: StopReason;
    graceMs?: number;
  }): Promise<void> {
    if (this.#endedAt !== undefined) return;
    if (this.#exit === undefined) this.#stopping ??= reason;
    await signalFamily({ head: this.head, signal });
    const deadline = performance.now() + (signal === 'SIGKILL' ? 0 : graceMs);
    while (performance.now() < deadline && !(await this.#isGone())) await sleep(pollMs);
    await this.#killRest();
    // Nothing can end what the system itself holds; then it stays "running".
    await Promise.race([this.ended, sleep(drainedMs, undefined, { ref: false })]);
  }

  /** For the last moment of this server, in which nothing can be waited for. */
  killNow(): void {
    if (this.#endedAt === undefined) signalGroup({ pid: this.head.pid, signal: 'SIGKILL' });
  }

  async #finish(): Promise<void> {
    this.#exit = await this.#child.exited;
    // One that ends by itself leaves nothing behind; one that is stopped gives its children the same time as itself.
    if (this.#stopping === undefined) await this.#killRest();
    await this.#child.drained;
    this.output.end();
    this.#endedAt = this.#clock.now();
  }

  async #isGone(): Promise<boolean> {
    return this.#exit !== undefined && (await countFamily(this.head)) === 0;
  }

  async #killRest(): Promise<void> {
    for (let round = 0; round < killRounds; round += 1) {
      if ((await signalFamily({ head: this.head, signal: 'SIGKILL' })) === 0) return;
      await sleep(pollMs);
    }
  }
}

const defaultGraceMs = 5_000;
const pollMs = 100;
// Processes that start others faster than they are ended are asked again and again, for a while.
const killRounds = 20;
const drainedMs = 3_000;
