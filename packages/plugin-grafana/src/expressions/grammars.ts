import type { Tree } from '@lezer/common';

/** The query languages that can be checked. */
export type Language = 'promql' | 'logql';

export interface Grammar {
  parse(text: string): Tree;
}

const loading: Partial<Record<Language, Promise<Grammar>>> = {};

/** The parser of a language, loaded on first use: the tables of both are large and most sessions need neither. */
export const loadGrammar = (language: Language): Promise<Grammar> => (loading[language] ??= load[language]());

const load: Readonly<Record<Language, () => Promise<Grammar>>> = {
  promql: async () => (await import('@prometheus-io/lezer-promql')).parser,
  logql: async () => (await import('@grafana/lezer-logql')).parser,
};

/** The language of a datasource's expressions, by Grafana's plugin id of the datasource. */
export const languageOf = (datasourceType: string | undefined): Language | undefined => {
  if (datasourceType === undefined) return undefined;
  if (datasourceType === 'loki') return 'logql';
  // Amazon's and Azure's managed flavours speak the same language.
  return /^(?:prometheus|grafana-(?:amazon|azure)prometheus-datasource)$/.test(datasourceType) ? 'promql' : undefined;
};
