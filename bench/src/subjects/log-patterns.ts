import { LinePatterns } from '../../../packages/plugin-grafana/src/patterns/line-patterns.ts';
import { labelledCorpus, templateNames } from '../../../packages/plugin-grafana/src/patterns/test/corpus.ts';
import { answerCommands } from '../processes/commands.ts';

const perTemplate = 40;
const wanted = 100_000;
// Values differ from batch to batch, as they do in a log.
const batches = Math.ceil(wanted / (perTemplate * templateNames.length));
const lines = Array.from({ length: batches }, (_, seed) => labelledCorpus({ seed, perTemplate }))
  .flat()
  .slice(0, wanted);

answerCommands({
  /** Milliseconds from the first line to the patterns of all. */
  cluster: () => {
    const started = performance.now();
    const patterns = new LinePatterns();
    for (const line of lines) patterns.add(line);
    const found = patterns.cluster().patterns.length;
    const ms = performance.now() - started;
    if (found !== templateNames.length) throw new Error(`${found} patterns of ${templateNames.length} templates`);
    return { ms, megabytes: process.memoryUsage().heapUsed / 1e6 };
  },
});
