// Clusters 100,000 lines in this process and says what came out: run with a small heap to see that memory is bounded.
import { LinePatterns } from '../line-patterns.ts';
import { labelledCorpus } from './corpus.ts';
import { randomValues } from './random-values.ts';

const kind = process.argv[2];
const patterns = new LinePatterns();
const values = randomValues(1);
const startedAt = performance.now();
for (let batch = 0; batch < 100; batch += 1) {
  const lines =
    kind === 'unlike'
      ? Array.from({ length: 1_000 }, () => ({ line: Array.from({ length: 12 }, values.word).join(' '), ns: BigInt(batch) }))
      : labelledCorpus({ seed: batch, perTemplate: 40 });
  for (const line of lines) patterns.add(line);
}
const { patterns: found, lines, others, unread } = patterns.cluster();
process.stdout.write(JSON.stringify({ patterns: found.length, lines, others, unread, ms: performance.now() - startedAt }));
