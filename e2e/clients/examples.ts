import { hasCelery } from './celery-world.ts';
import type { Example } from './example.ts';
import { builtinExamples } from './examples/builtin.ts';
import { celeryReads, celeryWrites } from './examples/celery.ts';
import { taskerReads, taskerWrites } from './examples/tasker.ts';
import { templateReads } from './examples/templates.ts';
import { workspaceReads, workspaceWrites } from './examples/workspace.ts';

const reads = [...workspaceReads, ...templateReads, ...taskerReads, ...(hasCelery ? celeryReads : []), ...builtinExamples];

/** One example for every tool of the app, reads first, so that no write changes what they see. */
export const examples: readonly Example[] = [...reads, ...workspaceWrites, ...taskerWrites, ...(hasCelery ? celeryWrites : [])];
