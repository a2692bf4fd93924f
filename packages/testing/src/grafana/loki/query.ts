export type Labels = Readonly<Record<string, string>>;

export type MatchOperator = '=' | '!=' | '=~' | '!~';
export type LabelOperator = MatchOperator | '>' | '>=' | '<' | '<=' | '==';

export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

/** What happens to a line after its stream was selected. */
export type Stage =
  | { readonly kind: 'line'; readonly keeps: boolean; readonly matches: (line: string) => boolean }
  | { readonly kind: 'parser'; readonly format: 'json' | 'logfmt' }
  | { readonly kind: 'label'; readonly name: string; readonly operator: LabelOperator; readonly value: string };

export interface LogQuery {
  readonly kind: 'logs';
  readonly matchers: readonly Matcher[];
  readonly stages: readonly Stage[];
}

export interface MetricQuery {
  readonly kind: 'metric';
  readonly logs: LogQuery;
  readonly range: 'count_over_time' | 'rate';
  readonly rangeMs: number;
  /** One series by group; one by stream when absent. */
  readonly aggregation: { readonly operator: Aggregator; readonly by: readonly string[] } | undefined;
}

export const aggregators = ['sum', 'min', 'max', 'avg', 'count'] as const;
export type Aggregator = (typeof aggregators)[number];

/** A query that is refused, with the words of the server. */
export class LokiRefusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/** The server's regular expressions know flags at the front only: `(?i)error`. */
export const toRegExp = (pattern: string, { isAnchored }: { isAnchored: boolean }): RegExp => {
  const [, letters = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const rest = letters === '' ? pattern : pattern.slice(letters.length + 3);
  try {
    return new RegExp(isAnchored ? `^(?:${rest})$` : rest, letters);
  } catch (error) {
    throw new LokiRefusal(400, `parse error : error parsing regexp: ${String(error)}`);
  }
};

const nanosecondsPer: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
  w: 604_800e9,
  y: 31_536_000e9,
};

/** Nanoseconds of `5m`, `1h30m`, `250ms`; nothing for other text. */
export const durationNs = (text: string): number | undefined => {
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|[smhdwy]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|[smhdwy])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (nanosecondsPer[unit ?? ''] ?? 0),
    0,
  );
};
