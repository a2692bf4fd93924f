import { deployHistory } from './tools/deploy-history.ts';
import { deployRollback } from './tools/deploy-rollback.ts';
import { deployRun } from './tools/deploy-run.ts';
import { deploySwitch } from './tools/deploy-switch.ts';

export const deploymentTools = [deployHistory, deployRun, deploySwitch, deployRollback];
