import type * as z from 'zod';
import type { Asking, GitHubReader } from './github-reader.ts';
import { parseAnswer } from './parse-answer.ts';
import type { Transport } from './transport.ts';

/** Changes what the profile allows. Every request is sent once. */
export class GitHubWriter {
  readonly reader: GitHubReader;
  readonly #transport: Transport;

  constructor({ transport, reader }: { transport: Transport; reader: GitHubReader }) {
    this.#transport = transport;
    this.reader = reader;
  }

  /** `method` on a path below the repository; values that the path does not take are the JSON body. */
  async send<Schema extends z.ZodType>({
    method,
    repository,
    path,
    values,
    schema,
    signal,
  }: Asking & { method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; schema: Schema }): Promise<z.output<Schema>> {
    this.reader.checkReach(repository);
    const [owner, repo] = repository.split('/');
    const route = `${method} /repos/{owner}/{repo}${path}`;
    return parseAnswer({ answer: await this.#transport.send({ route, values: { ...values, owner, repo }, signal }), schema });
  }

  /** What belongs to no repository: `POST /user/repos`. */
  async outside<Schema extends z.ZodType>({
    route,
    values,
    schema,
    signal,
  }: {
    route: `${'POST' | 'PUT' | 'PATCH' | 'DELETE'} ${string}`;
    values?: Readonly<Record<string, unknown>>;
    schema: Schema;
    signal: AbortSignal;
  }): Promise<z.output<Schema>> {
    return parseAnswer({ answer: await this.#transport.send({ route, values, signal }), schema });
  }
}
