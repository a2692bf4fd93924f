import { fileCommands } from './files/commands.ts';
import { logCommands } from './logs/commands.ts';
import { metricCommands } from './metrics/commands.ts';
import { packageCommands } from './packages/commands.ts';
import { processCommands } from './processes/commands.ts';
import { serviceCommands } from './services/commands.ts';
import { userCommands } from './users/commands.ts';

/** What the reads and previews of the operating tools send. */
export const operatingCommands: readonly string[] = [
  ...fileCommands,
  ...logCommands,
  ...metricCommands,
  ...packageCommands,
  ...processCommands,
  ...serviceCommands,
  ...userCommands,
];
