import * as z from 'zod';
import { celery } from '../connection.ts';
import { conf } from '../control/questions.ts';
import { beatEntries, beatEntry } from '../workers/beat-entries.ts';
import { coverage as coverageShape, coverageOf, isWhole } from '../workers/coverage.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';

export const beatSchedule = celery.read({
  name: 'beat_schedule',
  title: 'Beat schedule',
  toolset: 'workers',
  description:
    'Show the periodic Celery tasks in the settings of the workers; whether beat runs cannot be seen. Use task_log for what did run.',
  input: z.strictObject({
    task_name: z.string().min(1).max(255).optional().describe('Only of this task.'),
  }),
  output: z.object({
    entries: z.array(beatEntry),
    workers: coverageShape,
    complete: z.boolean().describe('True when every connected worker told its settings.'),
    notes: z.array(z.string()),
  }),
  run: async ({ input: { task_name: taskName }, reader, signal }) => {
    const settings = await conf(reader.question({ signal }));
    const coverage = coverageOf([settings]);
    return {
      entries: beatEntries(settings).filter((entry) => taskName === undefined || entry.task_name === taskName),
      workers: coverage,
      complete: isWhole(coverage),
      notes: [...coverageNotes(coverage), ...(coverage.answered > 0 ? [limits] : [])],
    };
  },
});

const limits =
  'This is what the settings of the workers say. It does not show that beat runs, what runs next and when, or schedules kept in a database.';
