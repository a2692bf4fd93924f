import { LineclearError } from '@lineclear/core/plugin';
import { maintenance } from './connection.ts';
import { Status } from './schemas.ts';

export const windowsByStatus = maintenance.resource({
  uri: 'maintenance://windows/{status}',
  name: 'Maintenance windows in one status',
  description: 'The maintenance windows in one status as JSON.',
  mimeType: 'application/json',
  read: async ({ variables, reader, signal }) => {
    const status = Status.safeParse(variables['status']);
    if (!status.success)
      throw new LineclearError('not_found', 'There is no such status.', { hint: `Use ${Status.options.join(' or ')}.` });
    return { text: JSON.stringify(await reader.list({ status: status.data, limit: 100 }, signal)) };
  },
  list: () => Status.options.map((status) => ({ uri: `maintenance://windows/${status}`, name: `${status} windows` })),
  complete: { status: (prefix) => Status.options.filter((status) => status.startsWith(prefix)) },
});
