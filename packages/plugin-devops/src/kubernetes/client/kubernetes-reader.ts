import { type Clock, type HttpRequest, type HttpResponse, LineclearError, type OpenHttp, path } from '@lineclear/core/plugin';
import * as z from 'zod';
import { type KubernetesObject, kubernetesObject, objectList } from '../resources/kubernetes-object.ts';
import { everyNamespace, noNamespace } from '../resources/names.ts';
import type { Settings } from '../settings.ts';
import { Cluster, type Method } from './cluster.ts';
import { Discovery } from './discovery.ts';
import { type KindFacts, rootOf } from './kind-facts.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { checkContext, checkNamespace, checkScope } from './reach.ts';

/** Objects of one kind in one place. */
export interface Place {
  readonly context: string;
  /** A name, `-` for kinds that have none, `*` for every one. */
  readonly namespace: string;
  /** As manifests write it. */
  readonly kind: string;
  readonly apiVersion?: string | undefined;
}

/** One object. */
export interface Target extends Place {
  readonly name: string;
  /** It was given as a secret: errors tell nothing of what the server said, whatever its kind. */
  readonly isSecret?: boolean;
}

export interface Listing extends Place {
  readonly labels?: string | undefined;
  readonly fields?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly signal: AbortSignal;
}

export interface ObjectPage {
  readonly items: readonly KubernetesObject[];
  /** Undefined on the last page. */
  readonly cursor: string | undefined;
  /** How many follow, where the server counts them. */
  readonly remaining: number | undefined;
}

/** Requests about one object or one of its subresources. */
export type ObjectRequest = HttpRequest & Target & { subresource?: string | undefined; size?: 'small'; signal: AbortSignal };

/** Reads from the clusters that the profile names. Every request passes its checks of context, namespace and scope. */
export class KubernetesReader {
  readonly settings: Settings;
  readonly #open: (context: string) => Cluster;
  readonly #clock: Clock;
  readonly #clusters = new Map<string, { cluster: Cluster; discovery: Discovery }>();

  constructor({
    settings,
    kubeconfig,
    http,
    clock,
  }: {
    settings: Settings;
    kubeconfig: Kubeconfig;
    http: OpenHttp;
    clock: Clock;
  }) {
    this.settings = settings;
    this.#clock = clock;
    this.#open = (context) => new Cluster({ context, kubeconfig, http, clock, timeoutMs: settings.timeout_s * 1_000 });
  }

  /** The cluster of a context; `forbidden` where the profile does not name it. */
  cluster(context: string): Cluster {
    return this.#known(context).cluster;
  }

  discovery(context: string): Discovery {
    return this.#known(context).discovery;
  }

  /** How a kind is asked for, once the profile reaches the place and the input fits the kind. */
  async kind({ signal, ...place }: Place & { signal: AbortSignal }): Promise<KindFacts> {
    checkNamespace({ namespace: place.namespace, settings: this.settings });
    const facts = await this.discovery(place.context).kind({ kind: place.kind, apiVersion: place.apiVersion, signal });
    checkScope({ facts, namespace: place.namespace });
    return facts;
  }

  /** `not_found` where it is not there. */
  async get(request: ObjectRequest): Promise<KubernetesObject> {
    const { object } = await this.getWithFacts(request);
    return object;
  }

  /** The object with how its kind is asked for: a list knows its kind, an object of some servers does not. */
  async getWithFacts(request: ObjectRequest): Promise<{ object: KubernetesObject; facts: KindFacts }> {
    const { facts, answer } = await this.ask({ method: 'get', ...request });
    return { object: answer.json(kubernetesObject), facts };
  }

  /** Undefined where it is not there. */
  async find(request: ObjectRequest): Promise<KubernetesObject | undefined> {
    try {
      return await this.get(request);
    } catch (error) {
      if (LineclearError.is(error) && error.code === 'not_found' && error.details?.['reason'] !== 'no_kind') return undefined;
      throw error;
    }
  }

  /** One page. */
  async list({ labels, fields, limit, cursor, signal, ...place }: Listing): Promise<ObjectPage & { facts: KindFacts }> {
    const facts = await this.kind({ ...place, signal });
    const query = { labelSelector: labels, fieldSelector: fields, limit, continue: cursor };
    const answer = await this.cluster(place.context).send({
      method: 'get',
      path: collectionPath({ facts, ...place }),
      query,
      signal,
    });
    const { metadata, items } = answer.json(objectList);
    const next = metadata?.continue;
    return {
      facts,
      items: items ?? [],
      cursor: next == null || next === '' ? undefined : next,
      remaining: metadata?.remainingItemCount ?? undefined,
    };
  }

  /** Every object, page by page; refused where there are more than `most`, so that nobody decides on a part of them. */
  async all({
    most = 2_000,
    ...listing
  }: Omit<Listing, 'limit' | 'cursor'> & { most?: number }): Promise<readonly KubernetesObject[]> {
    const found: KubernetesObject[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: ObjectPage = await this.list({ ...listing, limit: 500, cursor: cursor === '' ? undefined : cursor });
      found.push(...page.items);
      cursor = page.cursor;
      if (found.length > most) throw tooMany({ listing, most });
    }
    return found;
  }

  /** A request about one object or its subresource, such as the log of a pod. */
  async ask({
    method,
    context,
    namespace,
    kind,
    apiVersion,
    name,
    subresource,
    isSecret = kind === 'Secret' || this.settings.secret_kinds.includes(kind),
    ...request
  }: ObjectRequest & { method: Method }): Promise<{
    readonly facts: KindFacts;
    readonly answer: HttpResponse;
  }> {
    const facts = await this.kind({ context, namespace, kind, apiVersion, signal: request.signal });
    const below = subresource === undefined ? '' : `/${subresource}`;
    const whole = `${collectionPath({ facts, namespace })}${path`/${name}`}${below}`;
    return { facts, answer: await this.cluster(context).send({ method, path: whole, isSecret, ...request }) };
  }

  /** What the API server says of itself. */
  async version({ context, signal }: { context: string; signal: AbortSignal }): Promise<string> {
    const answer = await this.cluster(context).send({ method: 'get', path: '/version', signal });
    return answer.json(z.object({ gitVersion: z.string() })).gitVersion;
  }

  #known(context: string) {
    checkContext({ context, settings: this.settings });
    const known = this.#clusters.get(context);
    if (known !== undefined) return known;
    const cluster = this.#open(context);
    const opened = { cluster, discovery: new Discovery({ cluster, clock: this.#clock }) };
    this.#clusters.set(context, opened);
    return opened;
  }
}

/** `/apis/apps/v1/namespaces/shop/deployments` */
export const collectionPath = ({ facts, namespace }: { facts: KindFacts; namespace: string }): string => {
  const root = rootOf(facts.apiVersion);
  const isWhole = namespace === noNamespace || namespace === everyNamespace;
  return isWhole ? `${root}/${facts.plural}` : `${root}${path`/namespaces/${namespace}`}/${facts.plural}`;
};

const tooMany = ({ listing, most }: { listing: Place; most: number }): LineclearError =>
  new LineclearError('unsupported', `There are more than ${most} objects of the kind ${listing.kind}.`, {
    hint: 'Ask for fewer: one namespace, or a label selector.',
    details: { reason: 'too_many' },
  });
