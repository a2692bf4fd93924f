import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';

export const processList = workspace.read({
  name: 'process_list',
  title: 'Processes',
  toolset: 'workspace',
  description: 'List the processes that you started, running and ended. Use process_read for the output of one.',
  input: z.strictObject({}),
  // The other fields speak for themselves; describing them to every model would cost more than their meaning.
  output: z.object({ processes: z.array(z.looseObject({ process_id: z.string() })) }),
  run: ({ reader, principal }) => ({ processes: reader.processes.list(principal.id).map((process) => ({ ...process })) }),
});
