import type { HttpClient } from '@lineclear/core/plugin';
import type * as z from 'zod';
import type { ApiReader, Asking } from './api-reader.ts';

type Method = 'post' | 'put' | 'patch' | 'delete';

/** Changes what the token may change. Every request is sent once. */
export class ApiWriter {
  readonly reader: ApiReader;
  readonly #http: HttpClient;

  constructor({ http, reader }: { http: HttpClient; reader: ApiReader }) {
    this.#http = http;
    this.reader = reader;
  }

  async send<Schema extends z.ZodType>({
    schema,
    ...sending
  }: Asking & { method: Method; json?: unknown; schema: Schema }): Promise<z.output<Schema>> {
    return (await this.#sent(sending)).json(schema);
  }

  /** For what is only acknowledged. */
  async order(sending: Asking & { method: Method; json?: unknown }): Promise<void> {
    await this.#sent(sending);
  }

  #sent({ method, path, json, signal }: Asking & { method: Method; json?: unknown }) {
    return this.#http[method](path, { ...(json === undefined ? {} : { json }), signal });
  }
}
