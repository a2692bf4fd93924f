import type { AnyConnection } from '../plugin/connection.ts';
import type { Clock, Log } from '../plugin/context.ts';
import { type ErrorCode, LineclearError } from '../plugin/errors.ts';
import { cleanText, cleanValue } from '../plugin/clean.ts';
import type { Redactor } from '../profiles/redactor.ts';
import type { Profile } from '../profiles/types.ts';
import type { ConnectionStatus } from './types.ts';

interface HealthParts {
  readonly connections: readonly AnyConnection[];
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly reader: (connection: AnyConnection, profile: string) => Promise<unknown>;
  readonly clock: Clock;
  readonly logger: Log;
  readonly redactor: Redactor;
  readonly probeMs?: number;
}
interface Place {
  readonly connection: AnyConnection;
  readonly profile: string;
}

/** What is known of every connection in every profile. */
export class Health {
  readonly #parts: HealthParts;
  readonly #known = new Map<string, ConnectionStatus>();
  /** Running and finished probes; a finished one keeps its place until a refresh. */
  readonly #probes = new Map<string, { readonly status: Promise<ConnectionStatus>; isRunning: boolean }>();

  constructor(parts: HealthParts) {
    this.#parts = parts;
  }

  /** In the order of profiles, then of connections. Probes run side by side. */
  async status({
    profiles,
    refresh = false,
  }: {
    profiles: readonly string[];
    refresh?: boolean;
  }): Promise<readonly ConnectionStatus[]> {
    const places = profiles.flatMap((profile) =>
      this.#parts.connections
        .filter(({ id }) => this.#parts.profiles.get(profile)?.connections.has(id) === true)
        .map((connection) => ({ connection, profile })),
    );
    await Promise.all(places.map((place) => this.#probed({ place, refresh })));
    return places.map((place) => this.#known.get(keyOf(place)) ?? unknown(place));
  }

  /** Errors that only say something of one call leave the health as it is. */
  report({ error, ...place }: Place & { error?: unknown }): void {
    const known = this.#known.get(keyOf(place)) ?? unknown(place);
    const { last_error: _last, ...facts } = { ...known, checked_at: this.#now() };
    if (error === undefined) this.#known.set(keyOf(place), { ...facts, health: 'up' });
    else if (LineclearError.is(error) && telling.has(error.code)) {
      const health = fatal.has(error.code) ? 'down' : known.health;
      this.#known.set(keyOf(place), { ...facts, health, last_error: this.#lastError(error) });
    }
  }

  async #probed({ place, refresh }: { place: Place; refresh: boolean }): Promise<void> {
    const before = this.#probes.get(keyOf(place));
    if (before !== undefined && (before.isRunning || !refresh)) {
      await before.status;
      return;
    }
    const probe = { status: this.#probe(place), isRunning: true };
    this.#probes.set(keyOf(place), probe);
    this.#known.set(keyOf(place), await probe.status);
    probe.isRunning = false;
  }

  async #probe({ connection, profile }: Place): Promise<ConnectionStatus> {
    const { reader, probeMs = 5_000 } = this.#parts;
    const controller = new AbortController();
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const error = new LineclearError('timeout', `The probe got no answer within ${probeMs} ms.`);
      controller.abort(error);
      reject(error);
    }, probeMs);
    const started = performance.now();
    const facts = { connection: connection.id, profile, checked_at: this.#now() };
    const answering = async (): Promise<unknown> =>
      connection.probe({ reader: await reader(connection, profile), signal: controller.signal });
    try {
      const answer = await Promise.race([answering(), late]);
      return { ...facts, health: 'up', latency_ms: since(started), ...this.#shown(answer) };
    } catch (error) {
      if (!LineclearError.is(error)) this.#parts.logger.warn({ connection: connection.id, profile, error }, 'probe failed');
      return { ...facts, health: 'down', latency_ms: since(started), last_error: this.#lastError(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  #lastError(error: unknown): { code: string; message: string } {
    if (!LineclearError.is(error))
      return { code: 'internal', message: 'The probe failed with a defect of its own; the log has it.' };
    return { code: error.code, message: this.#parts.redactor.text(cleanText(error.message)) };
  }

  #shown(answer: unknown): { answer?: unknown } {
    const text = toJson(answer);
    if (text === undefined) return {};
    const shown = this.#parts.redactor.value(cleanValue(JSON.parse(text)));
    const shownText = JSON.stringify(shown);
    return { answer: shownText.length <= longestAnswer ? shown : `${shownText.slice(0, longestAnswer).toWellFormed()}…` };
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString();
  }
}

/** Characters of a probe's answer. */
const longestAnswer = 1_000;
/** Errors that say something of the backend, whatever the call was. */
const telling: ReadonlySet<ErrorCode> = new Set(['unreachable', 'unauthenticated', 'timeout', 'upstream_error']);
/** Those that no other call would escape. */
const fatal: ReadonlySet<ErrorCode> = new Set(['unreachable', 'unauthenticated']);

const keyOf = ({ connection, profile }: Place): string => `${profile} ${connection.id}`;
const unknown = ({ connection, profile }: Place): ConnectionStatus => ({ connection: connection.id, profile, health: 'unknown' });
const since = (started: number): number => Math.round((performance.now() - started) * 10) / 10;

const toJson = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
  } catch {
    return undefined;
  }
};
