import type { RecordedRequest } from '../../http/route.ts';
import { fitsParameter } from '../../openapi/fits-parameter.ts';
import type { Operation } from './operation.ts';

/** Parameters that the server takes and the description does not name. */
const undocumented: Readonly<Record<string, readonly string[]>> = {
  'GET /api/dashboards/uid/:uid': ['apiVersion'],
  'DELETE /api/v1/provisioning/mute-timings/:name': ['version'],
};

/** Parameters of the address that the operation does not know, or that are of another type. */
export const queryProblems = ({
  operation,
  request,
}: {
  operation: Operation;
  request: Pick<RecordedRequest, 'url'>;
}): readonly string[] => {
  const known = undocumented[`${operation.method} ${operation.path}`] ?? [];
  return [...new URL(request.url, 'http://loopback').searchParams].flatMap(([name, value]) => {
    const schema = operation.query[name];
    if (schema === undefined) return known.includes(name) ? [] : [`the query has no parameter ${name}`];
    return fitsParameter(schema, value) ? [] : [`the parameter ${name} is no ${String(schema['type'])}`];
  });
};
