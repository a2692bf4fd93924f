import { type HttpClient, LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { ifFound } from '../../if-found.ts';
import type { Settings } from '../settings.ts';

/** One question to the API; `path` is made with `path` of core, so that no value changes it. */
export interface Asking {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly signal: AbortSignal;
}

/** A list: `key` is where its items stand in the answer. */
export interface Listing<Item extends z.ZodType> extends Asking {
  readonly key: string;
  readonly item: Item;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  /** Null on the last page. */
  readonly nextPage: number | null;
}

/** Reads what the token sees. */
export class ApiReader {
  readonly settings: Settings;
  readonly #http: HttpClient;

  constructor({ http, settings }: { http: HttpClient; settings: Settings }) {
    this.#http = http;
    this.settings = settings;
  }

  async get<Schema extends z.ZodType>({
    path,
    query = {},
    schema,
    signal,
  }: Asking & { schema: Schema }): Promise<z.output<Schema>> {
    return (await this.#http.get(path, { query, signal })).json(schema);
  }

  /** One thing, or undefined where there is none. */
  find<Schema extends z.ZodType>(asking: Asking & { schema: Schema }): Promise<z.output<Schema> | undefined> {
    return ifFound(this.get(asking));
  }

  async page<Item extends z.ZodType>({
    key,
    item,
    query,
    page,
    limit,
    ...asking
  }: Listing<Item> & { page: number; limit: number }): Promise<Page<z.output<Item>>> {
    const answer = await this.get({ ...asking, query: { ...query, page, per_page: limit }, schema: listed });
    const items = z.array(item).safeParse(answer[key] ?? []);
    if (!items.success) {
      throw new LineclearError('upstream_error', `The list of ${key} is not as documented.`, {
        details: { reason: 'shape' },
        cause: items.error,
      });
    }
    const total = answer.meta?.total ?? items.data.length;
    return { items: items.data, total, nextPage: page * limit < total ? page + 1 : null };
  }

  /** A whole list. Refuses one of more than 5,000 items: it would have to be judged in part. */
  async all<Item extends z.ZodType>(listing: Listing<Item>): Promise<readonly z.output<Item>[]> {
    const items: z.output<Item>[] = [];
    for (let page = 1; page <= mostPages; page += 1) {
      // oxlint-disable-next-line no-await-in-loop -- whether there is a next page stands in this one
      const { items: some, nextPage } = await this.page({ ...listing, page, limit: pageSize });
      items.push(...some);
      if (nextPage === null) return items;
    }
    throw new LineclearError('unsupported', `The account has more than ${mostPages * pageSize} ${listing.key}.`, {
      hint: 'Do this in the control panel of DigitalOcean.',
      details: { reason: 'too_many' },
    });
  }
}

const listed = z.looseObject({ meta: z.object({ total: z.int() }).nullish() });
const pageSize = 200;
const mostPages = 25;
