import { LineclearError } from '@lineclear/core/plugin';

/** What an error of Prometheus means. The text of Prometheus itself stays where it is: in `details.upstream`. */
export const explainFailure = (error: unknown): unknown => {
  if (!LineclearError.is(error)) return error;
  const { upstream, reason, status } = error.details ?? {};
  const text = typeof upstream === 'string' ? upstream : '';
  const refine = ({ hint, ...details }: { hint: string } & Record<string, unknown>) =>
    new LineclearError(error.code, error.message, {
      hint,
      retryAfterS: error.retryAfterS,
      effect: error.effect,
      details: { ...error.details, ...details },
      cause: error,
    });
  if (/exceeded maximum resolution/.test(text)) {
    return refine({ reason: 'too_many_points', hint: 'Use a longer step_seconds or a shorter range.' });
  }
  if (/at least one non-empty matcher/.test(text)) {
    return refine({
      reason: 'selects_all',
      hint: 'Name a metric, or a label that must have a value: up{job!="api"} or {job="api"}.',
    });
  }
  if (reason === 'bad_data') {
    const position = positionIn(text);
    if (position !== undefined)
      return refine({ reason: 'syntax', hint: `Correct the query at ${nameOf(position)}.`, ...position });
    return refine({ hint: 'Correct the query: details.upstream says what Prometheus did not accept.' });
  }
  if (/too many samples|query processing would load|maximum number of samples|exceed(?:ed|s) the limit/i.test(text)) {
    return refine({ reason: 'too_expensive', hint: 'Ask for a shorter range, a longer step_seconds or fewer series.' });
  }
  if (reason === 'execution' || reason === 'canceled') {
    return refine({
      hint: 'Prometheus could not compute this: details.upstream says why, such as series that match more than once.',
    });
  }
  if (error.code === 'not_found' && status === 404 && reason === undefined) {
    return refine({ hint: 'This server lacks that part of the Prometheus API: check the url of the datasource.' });
  }
  return error;
};

interface Position {
  readonly line: number;
  readonly column: number;
}

// `invalid parameter "query": 1:4: parse error: unexpected end of input`
const positionIn = (text: string): Position | undefined => {
  const found = /(\d{1,6}):(\d{1,6}): parse error/.exec(text);
  return found === null ? undefined : { line: Number(found[1]), column: Number(found[2]) };
};

const nameOf = ({ line, column }: Position): string => (line === 1 ? `character ${column}` : `line ${line}, character ${column}`);
