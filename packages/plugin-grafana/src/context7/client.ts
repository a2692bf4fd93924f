import { type HttpClient, type HttpResponse, LineclearError } from '@lineclear/core/plugin';
import { AnswerCache } from './answer-cache.ts';
import { type LibraryId, movedTo, showLibraryId } from './library-id.ts';
import { contextAnswer, type Documentation, type Library, redirectAnswer, searchAnswer } from './schemas.ts';

/** The service asks its users to keep answers for hours. */
const limits = { entries: 200, characters: 8_000_000, lifeMs: 6 * 3_600_000 } as const;
const mostMoves = 2;

/** Search and documentation of libraries, answers kept in memory. */
export class Context7Client {
  readonly #http: HttpClient;
  readonly #origin: string;
  readonly #searches: AnswerCache<readonly Library[]>;
  readonly #documents: AnswerCache<{ readonly library: LibraryId; readonly documentation: Documentation }>;

  constructor({ http, origin, now }: { http: HttpClient; origin: string; now: () => number }) {
    this.#http = http;
    this.#origin = origin;
    this.#searches = new AnswerCache({ now, limits });
    this.#documents = new AnswerCache({ now, limits });
  }

  /** The likeliest first, as the service sees it. */
  async search({ name, query, signal }: { name: string; query: string; signal: AbortSignal }): Promise<readonly Library[]> {
    const key = JSON.stringify([name, query]);
    const kept = this.#searches.get(key);
    if (kept !== undefined) return kept;
    const answer = await this.#get({ path: '/v2/libs/search', query: { libraryName: name, query }, signal });
    const { results } = answer.json(searchAnswer);
    this.#searches.set({ key, answer: results, size: answer.text().length });
    return results;
  }

  /** Documentation for a topic, and the library that it is of: another one where the asked one has moved. */
  async documentation({ library, topic, signal }: { library: LibraryId; topic: string; signal: AbortSignal }) {
    const key = JSON.stringify([showLibraryId(library), topic]);
    const kept = this.#documents.get(key);
    if (kept !== undefined) return kept;
    let asked = library;
    for (let moves = 0; ; moves += 1) {
      const query = { libraryId: showLibraryId(asked), query: topic, type: 'json' };
      const answer = await this.#get({ path: '/v2/context', query, signal }).catch((error: unknown) => {
        throw missing({ error, library: asked });
      });
      if (answer.status === 202) throw notFinished(asked);
      if (answer.status !== 301) {
        const found = { library: asked, documentation: answer.json(contextAnswer) };
        this.#documents.set({ key, answer: found, size: answer.text().length });
        return found;
      }
      const next = movedTo({ ...answer.json(redirectAnswer), origin: this.#origin });
      if (next === undefined || moves === mostMoves) throw movedAway(asked);
      asked = { id: next.id, version: next.version ?? asked.version };
    }
  }

  /** One search that every client may make, never answered from memory. */
  async probe({ signal }: { signal: AbortSignal }) {
    const answer = await this.#get({ path: '/v2/libs/search', query: { libraryName: 'react', query: 'react' }, signal });
    answer.json(searchAnswer);
    return { search: 'ready' };
  }

  async #get({
    path,
    query,
    signal,
  }: {
    path: string;
    query: Readonly<Record<string, string>>;
    signal: AbortSignal;
  }): Promise<HttpResponse> {
    try {
      return await this.#http.get(path, { query: { ...query }, accept: [301], signal });
    } catch (error) {
      throw offline(error);
    }
  }
}

const offline = (error: unknown): unknown => {
  if (!LineclearError.is(error) || error.code !== 'unreachable') return error;
  const { message, details, effect } = error;
  return new LineclearError('unreachable', message, {
    hint: 'Documentation comes over the internet: check that this machine reaches it, or set url of the context7 connection to a mirror.',
    details: { ...details, reason: 'offline' },
    effect,
    cause: error,
  });
};

// An id, or its version, that is not there: the status alone says nothing to who asked.
const missing = ({ error, library }: { error: unknown; library: LibraryId }): unknown =>
  LineclearError.is(error) && error.code === 'not_found' && error.details?.['status'] === 404
    ? new LineclearError('not_found', `Context7 has no documentation of ${showLibraryId(library)}.`, {
        hint: error.hint,
        details: error.details,
        effect: error.effect,
        cause: error,
      })
    : error;

const notFinished = (library: LibraryId): LineclearError =>
  new LineclearError('not_found', `The documentation of ${showLibraryId(library)} is still being prepared.`, {
    hint: 'Ask again in some minutes, or use another id of resolve_library_id.',
    details: { reason: 'not_finalized' },
  });

const movedAway = (library: LibraryId): LineclearError =>
  new LineclearError('upstream_error', `${showLibraryId(library)} has moved to where this cannot follow.`, {
    hint: 'Find its new id with resolve_library_id.',
    details: { reason: 'redirect' },
  });
