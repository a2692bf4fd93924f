import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { ifFound } from '../../if-found.ts';
import { checkReach, isWithinReach } from '../repository-name.ts';
import type { Settings } from '../settings.ts';
import { WriteAccess } from './write-access.ts';
import { parseAnswer } from './parse-answer.ts';
import type { Answer, Transport } from './transport.ts';

/** A request about one repository: `GET /issues/{issue_number}` below `/repos/{owner}/{repo}`. */
export interface Asking {
  /** owner/name */
  readonly repository: string;
  readonly path: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Undefined on the last page. */
  readonly nextPage: number | undefined;
}

/** Reads from GitHub what the profile allows. */
export class GitHubReader {
  readonly #transport: Transport;
  readonly #settings: Settings;
  /** Who may write where, for the trust in what they wrote. */
  readonly writeAccess: WriteAccess;

  constructor({ transport, settings, now }: { transport: Transport; settings: Settings; now: () => number }) {
    this.#transport = transport;
    this.#settings = settings;
    this.writeAccess = new WriteAccess({ permissionOf: (person) => this.#permissionOf(person), now });
  }

  /** Texts of people who may not write are withheld. */
  get isLockedDown(): boolean {
    return this.#settings.lockdown;
  }

  /** The profile names the repositories that it reaches. */
  get isLimited(): boolean {
    return this.#settings.repositories !== undefined;
  }

  get transport(): Transport {
    return this.#transport;
  }

  /** One thing of a repository. */
  async get<Schema extends z.ZodType>({ schema, ...asking }: Asking & { schema: Schema }): Promise<z.output<Schema>> {
    const order = this.#below(asking);
    return parseAnswer({ answer: await this.#transport.send({ ...order, route: `GET ${order.path}` }), schema });
  }

  /** One thing of a repository, or undefined where there is none. */
  find<Schema extends z.ZodType>(asking: Asking & { schema: Schema }): Promise<z.output<Schema> | undefined> {
    return ifFound(this.get(asking));
  }

  /** A text of a repository in another media type, such as a diff. */
  async text({ accept, ...asking }: Asking & { accept: string }): Promise<string> {
    const order = this.#below(asking);
    const answer = await this.#transport.send({ ...order, route: `GET ${order.path}`, accept });
    return parseAnswer({ answer, schema: z.string() });
  }

  /** One thing of which a list inside comes in pages, such as a commit with its files. */
  async part<Schema extends z.ZodType>({
    schema,
    page,
    limit,
    ...asking
  }: Asking & { schema: Schema; page: number; limit: number }): Promise<{
    readonly part: z.output<Schema>;
    readonly nextPage: number | undefined;
  }> {
    const { path, values, signal } = this.#below(asking);
    const answer = await this.#transport.send({ route: `GET ${path}`, values: { ...values, page, per_page: limit }, signal });
    return { part: parseAnswer({ answer, schema }), nextPage: pageAfter({ answer, page }) };
  }

  /** One page of a list. `field` is the name of the list where the answer is an object. */
  async page<Schema extends z.ZodType>({
    item,
    field,
    page = 1,
    limit,
    ...asking
  }: Asking & { item: Schema; field?: string | undefined; page?: number | undefined; limit: number }): Promise<
    Page<z.output<Schema>>
  > {
    const { path, values, signal } = this.#below(asking);
    const answer = await this.#transport.send({ route: `GET ${path}`, values: { ...values, page, per_page: limit }, signal });
    const list = z.array(item);
    const items = field === undefined ? parseAnswer({ answer, schema: list }) : fieldOf({ answer, field, list });
    return { items, nextPage: pageAfter({ answer, page }) };
  }

  /** Every item, read page by page; refused where there are more than `most`, so that nobody decides on half a list. */
  async all<Schema extends z.ZodType>({
    most = 1_000,
    ...asking
  }: Asking & { item: Schema; field?: string | undefined; most?: number }): Promise<readonly z.output<Schema>[]> {
    const found: z.output<Schema>[] = [];
    for (let page: number | undefined = 1; page !== undefined;) {
      const read: Page<z.output<Schema>> = await this.page({ ...asking, page, limit: 100 });
      found.push(...read.items);
      page = read.nextPage;
      if (found.length > most) throw tooMany({ asking, most });
    }
    return found;
  }

  /** What belongs to no repository: `GET /user`. */
  async outside<Schema extends z.ZodType>({
    route,
    values,
    schema,
    signal,
  }: {
    route: `GET ${string}`;
    values?: Readonly<Record<string, unknown>>;
    schema: Schema;
    signal: AbortSignal;
  }): Promise<z.output<Schema>> {
    return parseAnswer({ answer: await this.#transport.send({ route, values, signal }), schema });
  }

  /** Whether the profile allows it. */
  reaches(repository: string): boolean {
    return isWithinReach({ repository, allowed: this.#settings.repositories });
  }

  /** Throws `forbidden` where the profile does not allow it. */
  checkReach(repository: string): void {
    checkReach({ repository, allowed: this.#settings.repositories });
  }

  /** The account that signs what these credentials write. */
  async login({ signal }: { signal: AbortSignal }): Promise<string> {
    const { appLogin } = this.#transport;
    if (appLogin !== undefined) return appLogin({ signal });
    return (await this.outside({ route: 'GET /user', schema: z.object({ login: z.string() }), signal })).login;
  }

  /** Who the credentials are, and that they are good for something. */
  async whoami({ signal }: { signal: AbortSignal }): Promise<{ login: string } | { repositories: number }> {
    if (this.#settings.app === undefined) return { login: await this.login({ signal }) };
    const schema = z.object({ total_count: z.int() });
    const { total_count: repositories } = await this.outside({ route: 'GET /installation/repositories', schema, signal });
    return { repositories };
  }

  // https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
  async #permissionOf(person: { repository: string; login: string; signal: AbortSignal }): Promise<string> {
    const { repository, login: username, signal } = person;
    const asking = { repository, path: '/collaborators/{username}/permission', values: { username }, signal };
    return (await this.get({ ...asking, schema: z.object({ permission: z.string() }) })).permission;
  }

  #below({ repository, path, values = {}, signal }: Asking) {
    this.checkReach(repository);
    const [owner, repo] = repository.split('/');
    return { path: `/repos/{owner}/{repo}${path}`, values: { ...values, owner, repo }, signal };
  }
}

const pageAfter = ({ answer, page }: { answer: Answer; page: number }): number | undefined =>
  String(answer.headers.link ?? '').includes('rel="next"') ? page + 1 : undefined;

const fieldOf = <Schema extends z.ZodType>({
  answer,
  field,
  list,
}: {
  answer: Answer;
  field: string;
  list: z.ZodArray<Schema>;
}): z.output<Schema>[] => parseAnswer({ answer, schema: z.object({ [field]: list }).transform((body) => body[field] ?? []) });

const tooMany = ({ asking, most }: { asking: Asking; most: number }): LineclearError =>
  new LineclearError('unsupported', `${asking.repository} has more than ${most} entries at ${asking.path}.`, {
    hint: 'Do this on GitHub itself, or remove entries first.',
    details: { reason: 'too_many' },
  });
