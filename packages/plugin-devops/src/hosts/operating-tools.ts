import { fileTools } from './files/tools.ts';
import { logTools } from './logs/tools.ts';
import { metricTools } from './metrics/tools.ts';
import { packageTools } from './packages/tools.ts';
import { processTools } from './processes/tools.ts';
import { serviceTools } from './services/tools.ts';
import { userTools } from './users/tools.ts';

/** The tools that operate a host. */
export const operatingTools = [
  ...fileTools,
  ...logTools,
  ...metricTools,
  ...packageTools,
  ...processTools,
  ...serviceTools,
  ...userTools,
];
