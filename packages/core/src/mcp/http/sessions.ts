import { randomUUID } from 'node:crypto';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { type McpServerFactory, Server } from '@modelcontextprotocol/server';
import type { CallPath } from '../../calls/path.ts';
import type { Clock, Log } from '../../plugin/context.ts';
import { clientLabel } from '../request-meta.ts';
import type { CallerTags } from './caller-tags.ts';
import { refuse } from './refusal.ts';
import { SessionCalls, type SessionMessage } from './session-calls.ts';

interface Session {
  readonly transport: NodeStreamableHTTPServerTransport;
  /** Absent where everything goes through the SDK. */
  readonly calls: SessionCalls | undefined;
  readonly close: () => Promise<void>;
  readonly principal: string;
  readonly profile: string;
  /** Requests and streams that are open now. */
  open: number;
  lastUsedMs: number;
}

export interface SessionsOptions {
  readonly factory: McpServerFactory;
  readonly path: CallPath;
  readonly logger: Log;
  readonly tags: CallerTags;
  readonly clock: Clock;
  readonly maxSessions: number;
  readonly idleMs: number;
  /** False sends every message through the SDK. */
  readonly fastLane: boolean;
}

const sessionNotFound = -32_001;
const serverError = -32_000;

/** The sessions of 2025 clients. Each belongs to the principal and the profile that opened it; to others it does not exist. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#sweeper = setInterval(() => this.#sweep(), Math.max(10, options.idleMs / 4));
    this.#sweeper.unref();
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Serves a message of a session, or opens one. */
  async serve(message: SessionMessage): Promise<void> {
    const id = message.request.headers['mcp-session-id'];
    if (id === undefined) {
      await this.#open(message);
      return;
    }
    const session = typeof id === 'string' ? this.#sessions.get(id) : undefined;
    const { principal, profile } = message.caller;
    if (session === undefined || session.principal !== principal.id || session.profile !== profile) {
      refuse(message.response, { status: 404, code: sessionNotFound, message: 'Session not found' });
      return;
    }
    await this.#pass(session, message);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  async #open(message: SessionMessage): Promise<void> {
    if (this.#sessions.size >= this.#options.maxSessions && !this.#evict()) {
      const headers = { 'retry-after': '5' };
      refuse(message.response, { status: 503, code: serverError, message: 'Too many sessions are open', headers });
      return;
    }
    const { caller } = message;
    const { factory, tags, clock, fastLane } = this.#options;
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        this.#sessions.set(id, session);
      },
    });
    const product = await factory({ era: 'legacy', authInfo: tags.tag(caller) });
    const server = product instanceof Server ? product : product.server;
    const label = (): string | undefined => clientLabel(server.getClientVersion());
    const calls = fastLane ? new SessionCalls({ ...this.#options, label }) : undefined;
    transport.onclose = () => {
      this.#sessions.delete(transport.sessionId ?? '');
      calls?.close();
    };
    const session: Session = {
      transport,
      calls,
      close: () => server.close(),
      principal: caller.principal.id,
      profile: caller.profile,
      open: 0,
      lastUsedMs: clock.now(),
    };
    await server.connect(transport);
    await this.#pass(session, message);
    // Refused before it became a session: nobody will ever name it.
    if (transport.sessionId === undefined) await server.close();
  }

  async #pass(session: Session, message: SessionMessage): Promise<void> {
    const { request, response, caller, body } = message;
    session.open += 1;
    response.once('close', () => {
      session.open -= 1;
      session.lastUsedMs = this.#options.clock.now();
    });
    if (session.calls?.take(message) === true) return;
    await session.transport.handleRequest(Object.assign(request, { auth: this.#options.tags.tag(caller) }), response, body);
  }

  #sweep(): void {
    const deadline = this.#options.clock.now() - this.#options.idleMs;
    for (const session of this.#sessions.values()) {
      if (session.open === 0 && session.lastUsedMs <= deadline) void session.close();
    }
  }

  /** Ends the session that has been quiet for longest; false when all are in use. */
  #evict(): boolean {
    let oldest: Session | undefined;
    for (const session of this.#sessions.values()) {
      if (session.open === 0 && (oldest === undefined || session.lastUsedMs < oldest.lastUsedMs)) oldest = session;
    }
    if (oldest === undefined) return false;
    void oldest.close();
    return true;
  }
}
