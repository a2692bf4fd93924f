import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { author } from '../text/authored.ts';

/** https://docs.github.com/en/rest/deployments/deployments#get-a-deployment */
export const deploymentAnswer = z.object({
  id: z.int(),
  sha: z.string(),
  ref: z.string(),
  task: z.string(),
  environment: z.string(),
  description: z.string().nullish(),
  creator: author,
  created_at: z.string(),
  production_environment: z.boolean().nullish(),
});
export type Deployment = z.output<typeof deploymentAnswer>;

/** https://docs.github.com/en/rest/deployments/statuses#list-deployment-statuses */
export const statusAnswer = z.object({
  id: z.int(),
  state: z.string(),
  description: z.string().nullish(),
  environment_url: z.string().nullish(),
  log_url: z.string().nullish(),
  creator: author,
  created_at: z.string(),
});
export type DeploymentStatus = z.output<typeof statusAnswer>;

/** An input field for an environment. GitHub makes those that are not there. */
export const environmentName = z
  .string()
  .trim()
  .refine((text) => /^[^\p{C}\u2028\u2029]{1,255}$/u.test(text), 'Use one line of at most 255 characters that can be seen.')
  .describe('Such as staging.');

interface Place {
  readonly reader: GitHubReader;
  readonly repository: string;
  readonly signal: AbortSignal;
}

/** The statuses of a deployment, newest first, at most 30. */
export const statusesOf = async ({ id, ...asked }: Place & { id: number }): Promise<readonly DeploymentStatus[]> => {
  const path = '/deployments/{deployment_id}/statuses';
  return (await asked.reader.page({ ...asked, path, values: { deployment_id: id }, item: statusAnswer, limit: 30 })).items;
};

/** The newest status of a deployment; undefined where there is none yet. */
export const lastStatusOf = async ({ id, ...asked }: Place & { id: number }): Promise<DeploymentStatus | undefined> => {
  const path = '/deployments/{deployment_id}/statuses';
  return (await asked.reader.page({ ...asked, path, values: { deployment_id: id }, item: statusAnswer, limit: 1 })).items[0];
};

/** The newest deployments to an environment. */
export const deploymentsTo = async ({ environment, ...asked }: Place & { environment: string }): Promise<readonly Deployment[]> =>
  (await asked.reader.page({ ...asked, path: '/deployments', values: { environment }, item: deploymentAnswer, limit: 30 })).items;
