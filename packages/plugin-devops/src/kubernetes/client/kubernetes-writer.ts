import type { HttpRequest, HttpResponse } from '@lineclear/core/plugin';
import { collectionPath, type KubernetesReader, type ObjectRequest, type Place } from './kubernetes-reader.ts';

/** Changes clusters. It reads through a reader of its own, so that every check of the reader holds for it too. */
export class KubernetesWriter {
  readonly #reader: KubernetesReader;

  constructor(reader: KubernetesReader) {
    this.#reader = reader;
  }

  get reader(): KubernetesReader {
    return this.#reader;
  }

  /** Adds an object to a collection. */
  async create({
    context,
    namespace,
    kind,
    apiVersion,
    ...request
  }: HttpRequest & Place & { signal: AbortSignal }): Promise<HttpResponse> {
    const facts = await this.#reader.kind({ context, namespace, kind, apiVersion, signal: request.signal });
    return this.#reader.cluster(context).send({ method: 'post', path: collectionPath({ facts, namespace }), ...request });
  }

  /** Changes or removes an object, or asks something of one of its subresources. */
  async send(request: ObjectRequest & { method: 'post' | 'put' | 'patch' | 'delete' }): Promise<HttpResponse> {
    return (await this.#reader.ask(request)).answer;
  }
}
