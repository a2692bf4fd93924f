import { LineclearError } from '@lineclear/core/plugin';
import { queryParts } from './query-parts.ts';

/** A log query to which filters can be added. */
export interface LogQuery {
  readonly query: string;
  /** The selector, where the query is nothing else. */
  readonly selector: string | undefined;
}

/** Reads a log query; a metric query throws `invalid_input`. What cannot be read is left to the server. */
export const logQuery = async (text: string): Promise<LogQuery> => {
  const query = text.trim();
  const { kind, selectors, hasStages } = await queryParts(query);
  if (kind === 'metric') {
    throw new LineclearError('invalid_input', 'That is a metric query.', {
      hint: 'Give what selects the lines, such as {app="api"}.',
      details: { reason: 'metric_query' },
    });
  }
  return { query, selector: hasStages ? undefined : selectors[0] };
};
