import type { JsonObject } from '@lineclear/core/plugin';

/** A piece of documentation. */
export interface Snippet {
  readonly kind: 'code' | 'info';
  readonly title: string;
  readonly text: string;
  readonly code?: string;
}

/** A library and its documentation, or what became of it. */
export interface DocumentedLibrary {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly trustScore: number;
  readonly versions: readonly string[];
  readonly state: 'finalized' | 'processing';
  /** It is called this now. */
  readonly movedTo?: string;
  readonly snippets: readonly Snippet[];
}

/** Names that tests and documents use. */
export const documentedLibraries = {
  tunnel: '/example/tunnel',
  proxy: '/example/tunnel-proxy',
  moved: '/example/old-tunnel',
  pending: '/example/tunnel-next',
} as const;

const common = { versions: ['v2.1.0', 'v1.9.4'], state: 'finalized', trustScore: 9 } as const;

export const libraries: readonly DocumentedLibrary[] = [
  {
    ...common,
    id: documentedLibraries.tunnel,
    title: 'Tunnel',
    description: 'A streaming proxy with a circuit breaker',
    snippets: [
      {
        kind: 'code',
        title: 'Start a tunnel',
        text: 'Opens a tunnel to an upstream.',
        code: "await openTunnel({ upstream: 'https://example.com' });",
      },
      {
        kind: 'code',
        title: 'Configure the circuit breaker',
        text: 'Opens after failures and closes by itself.',
        code: 'breaker({ failures: 5, resetMs: 30_000 });',
      },
      {
        kind: 'code',
        title: 'Expose metrics',
        text: 'Serves metrics in the text format of Prometheus.',
        code: "metrics({ path: '/metrics' });",
      },
      {
        kind: 'info',
        title: 'Circuit breaker',
        text: 'The circuit breaker has three states: closed, half open and open. '.repeat(20),
      },
      { kind: 'info', title: 'Metrics', text: 'Requests, errors and latency are counted for every tunnel. '.repeat(20) },
    ],
  },
  {
    ...common,
    id: documentedLibraries.proxy,
    title: 'Tunnel Proxy',
    description: 'A plain proxy for tunnels',
    trustScore: 4,
    snippets: [{ kind: 'info', title: 'Overview', text: 'Forwards bytes.' }],
  },
  {
    ...common,
    id: documentedLibraries.moved,
    title: 'Old Tunnel',
    description: 'Moved',
    movedTo: documentedLibraries.tunnel,
    snippets: [],
  },
  {
    ...common,
    id: documentedLibraries.pending,
    title: 'Tunnel Next',
    description: 'Is being read',
    state: 'processing',
    snippets: [],
  },
];

export const toLibrary = ({ id, title, description, trustScore, versions, state, snippets }: DocumentedLibrary): JsonObject => ({
  id,
  title,
  description,
  branch: 'main',
  lastUpdateDate: '2026-01-31T12:00:00.000Z',
  state,
  totalTokens: snippets.reduce((sum, snippet) => sum + tokensOf(snippet), 0),
  totalSnippets: snippets.length,
  stars: 1200,
  trustScore,
  benchmarkScore: 87.5,
  versions: [...versions],
});

/** The snippets of a library, those first that have more of the words. */
export const relevant = ({ snippets }: DocumentedLibrary, query: string): readonly Snippet[] => {
  const words = query.toLowerCase().match(/\w{3,}/g) ?? [];
  const hits = ({ title, text }: Snippet) => words.filter((word) => `${title} ${text}`.toLowerCase().includes(word)).length;
  return snippets.toSorted((one, other) => hits(other) - hits(one));
};

export const tokensOf = ({ text, code = '' }: Snippet): number => Math.ceil((text.length + code.length) / 4);
