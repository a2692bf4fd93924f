import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { parseAnswer } from '../../client/parse-answer.ts';
import type { GitHubReader } from '../../client/github-reader.ts';
import { logAddress } from './log-address.ts';

/**
 * The log of a job as one text, of at most 16 MB. Undefined where there is none: it is kept for a limited time, and does not exist
 * before the job ended. The server that hands it out gets no credentials.
 * https://docs.github.com/en/rest/actions/workflow-jobs#download-job-logs-for-a-workflow-run
 */
export const fetchLog = async ({
  reader,
  repository,
  jobId,
  signal,
}: {
  reader: GitHubReader;
  repository: string;
  jobId: number;
  signal: AbortSignal;
}): Promise<string | undefined> => {
  reader.checkReach(repository);
  const [owner, repo] = repository.split('/');
  const { transport } = reader;
  try {
    const answer = await transport.send({
      route: 'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs',
      values: { owner, repo, job_id: jobId },
      redirect: 'manual',
      signal,
    });
    const { location } = answer.headers;
    if (typeof location !== 'string') return parseAnswer({ answer, schema: z.string() });
    const url = logAddress({ location, api: transport.baseUrl });
    const log = await transport.openElsewhere(url.origin).get(url.pathname + url.search, { signal });
    return log.text();
  } catch (error) {
    if (LineclearError.is(error) && (error.code === 'not_found' || error.details?.['status'] === 410)) return undefined;
    throw error;
  }
};
