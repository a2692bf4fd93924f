import { type Clock, LineclearError, mapConcurrently } from '@lineclear/core/plugin';
import type { Cluster } from './cluster.ts';
import { groupList, homes, type KindFacts, kindsOf, resourceList, rootOf } from './kind-facts.ts';

/** How long an answer is kept. */
const keptMs = 5 * 60_000;
/** A kind that is missing is asked for again once what is known is older than this: somebody may have just installed it. */
const settledMs = 5_000;
const concurrency = 8;

interface Known<Value> {
  readonly value: Promise<Value>;
  readonly atMs: number;
}

/** Which kinds a cluster has, and where. */
export class Discovery {
  readonly #cluster: Cluster;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known<readonly KindFacts[] | undefined>>();
  #groups: Known<readonly string[]> | undefined;

  constructor({ cluster, clock }: { cluster: Cluster; clock: Clock }) {
    this.#cluster = cluster;
    this.#clock = clock;
  }

  /** A kind as manifests write it. Without `apiVersion` it is Kubernetes' own of that name, or the only one there is. */
  async kind(wanted: { kind: string; apiVersion?: string | undefined; signal: AbortSignal }): Promise<KindFacts> {
    const found = (await this.#find({ ...wanted, freshMs: keptMs })) ?? (await this.#find({ ...wanted, freshMs: settledMs }));
    if (found !== undefined) return found;
    const { kind, apiVersion } = wanted;
    throw new LineclearError(
      'not_found',
      `The cluster has no kind ${JSON.stringify(kind)}${apiVersion === undefined ? '' : ` in ${JSON.stringify(apiVersion)}`}.`,
      {
        hint: 'Write it as manifests do, such as "Deployment"; k8s_kinds lists what there is.',
        details: { reason: 'no_kind' },
      },
    );
  }

  /** Every kind in the version that its group prefers, and the groups that did not answer. */
  async all({ signal, freshMs = keptMs }: { signal: AbortSignal; freshMs?: number }): Promise<{
    readonly kinds: readonly KindFacts[];
    readonly unavailable: readonly string[];
  }> {
    const versions = ['v1', ...(await this.#preferred({ signal, freshMs }))];
    const lists = await mapConcurrently({
      items: versions,
      concurrency,
      run: async (apiVersion) => ({ apiVersion, kinds: await this.#reachable({ apiVersion, signal, freshMs }) }),
    });
    return {
      kinds: lists.flatMap(({ kinds }) => kinds ?? []),
      unavailable: lists.flatMap(({ apiVersion, kinds }) => (kinds === undefined ? [apiVersion] : [])),
    };
  }

  async #find(wanted: {
    kind: string;
    apiVersion?: string | undefined;
    signal: AbortSignal;
    freshMs: number;
  }): Promise<KindFacts | undefined> {
    const { kind, apiVersion, ...asking } = wanted;
    const isWanted = (facts: KindFacts): boolean => facts.kind === kind;
    if (apiVersion !== undefined) return (await this.#list({ ...asking, apiVersion }))?.find(isWanted);
    const home = Object.hasOwn(homes, kind) ? homes[kind] : 'v1';
    const own = home === undefined ? undefined : (await this.#list({ ...asking, apiVersion: home }))?.find(isWanted);
    if (own !== undefined) return own;
    const [found, ...others] = (await this.all(asking)).kinds.filter(isWanted);
    if (others.length > 0) throw ambiguous([found, ...others].flatMap((facts) => facts ?? []));
    return found;
  }

  // A group whose own server is down takes nothing away from the others.
  async #reachable(asking: { apiVersion: string; signal: AbortSignal; freshMs: number }) {
    try {
      return await this.#list(asking);
    } catch (error) {
      if (LineclearError.is(error) && ['upstream_error', 'forbidden', 'unsupported'].includes(error.code)) return undefined;
      throw error;
    }
  }

  /** Undefined where the cluster has no such group or version. */
  async #list({ apiVersion, signal, freshMs }: { apiVersion: string; signal: AbortSignal; freshMs: number }) {
    const known = this.#known.get(apiVersion);
    if (known !== undefined && known.atMs > this.#clock.now() - freshMs) return known.value;
    signal.throwIfAborted();
    const value = this.#ask(apiVersion);
    const asked = { value, atMs: this.#clock.now() };
    this.#known.set(apiVersion, asked);
    value.catch(() => this.#known.get(apiVersion) === asked && this.#known.delete(apiVersion));
    return value;
  }

  async #ask(apiVersion: string): Promise<readonly KindFacts[] | undefined> {
    const answer = await this.#cluster.send({ method: 'get', path: rootOf(apiVersion), accept: [404], signal: shared() });
    return answer.status === 404 ? undefined : kindsOf(answer.json(resourceList));
  }

  async #preferred({ signal, freshMs }: { signal: AbortSignal; freshMs: number }): Promise<readonly string[]> {
    if (this.#groups !== undefined && this.#groups.atMs > this.#clock.now() - freshMs) return this.#groups.value;
    signal.throwIfAborted();
    const value = this.#cluster
      .send({ method: 'get', path: '/apis', signal: shared() })
      .then((answer) => answer.json(groupList).groups.flatMap(({ preferredVersion }) => preferredVersion?.groupVersion ?? []));
    const asked = { value, atMs: this.#clock.now() };
    this.#groups = asked;
    value.catch(() => (this.#groups = this.#groups === asked ? undefined : this.#groups));
    return value;
  }
}

// Several calls wait for one answer, so that none of them may cancel it; the connection's own time limit ends it.
const shared = (): AbortSignal => new AbortController().signal;

const ambiguous = (found: readonly KindFacts[]): LineclearError =>
  new LineclearError('invalid_input', 'Several groups of this cluster have that kind.', {
    hint: 'Say which with api_version; details.api_versions has them.',
    details: { reason: 'ambiguous_kind', api_versions: found.map(({ apiVersion }) => apiVersion) },
  });
