import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { parseAnswer } from '../client/parse-answer.ts';
import { type Alert, alertAnswers } from './alert.ts';
import { type AlertKind, kindFacts } from './kinds.ts';

interface Asked {
  readonly kind: AlertKind;
  readonly repository: string;
  readonly reader: GitHubReader;
  readonly signal: AbortSignal;
}

// The secret that was found never comes here.
const hiding = ({ kind }: Pick<Asked, 'kind'>) => (kind === 'secret' ? { hide_secret: true } : {});

export const alertPath = ({ kind }: Pick<Asked, 'kind'>): string => `${kindFacts[kind].path}/{alert_number}`;

/** One alert; throws `not_found` where there is none, or where the scanner is off. */
export const readAlert = ({ kind, number, reader, ...where }: Asked & { number: number }): Promise<Alert> =>
  reader.get<z.ZodType<Alert>>({
    ...where,
    path: alertPath({ kind }),
    values: { alert_number: number, ...hiding({ kind }) },
    schema: alertAnswers[kind],
  });

/** One page of alerts, newest first. `next` is the mark of the page behind it. */
export const readAlerts = async (
  asked: Asked & { filter: Readonly<Record<string, string>>; limit: number; after: string | undefined },
): Promise<{ readonly alerts: readonly Alert[]; readonly next: string | null }> => {
  const { kind, repository, reader, filter, limit, after, signal } = asked;
  reader.checkReach(repository);
  const [owner, repo] = repository.split('/');
  // GitHub turns the pages of alerts about dependencies by marks, and those of the others by numbers.
  const mark = kind === 'dependency' ? 'after' : 'page';
  if (mark === 'page' && after !== undefined && !/^[1-9]\d{0,5}$/.test(after)) throw noMark();
  const values = {
    owner,
    repo,
    ...filter,
    ...hiding({ kind }),
    per_page: limit,
    ...(after === undefined ? {} : { [mark]: after }),
  };
  const answer = await reader.transport.send({ route: `GET /repos/{owner}/{repo}${kindFacts[kind].path}`, values, signal });
  const alerts = parseAnswer({ answer, schema: z.array<z.ZodType<Alert>>(alertAnswers[kind]) });
  const [, address] = /<([^>]+)>; rel="next"/.exec(String(answer.headers.link ?? '')) ?? [];
  return { alerts, next: address === undefined ? null : (URL.parse(address)?.searchParams.get(mark) ?? null) };
};

const noMark = (): LineclearError =>
  new LineclearError('invalid_input', 'after is no mark of a page.', {
    hint: 'Take next of the answer before, with the same kind.',
    details: { field: 'after' },
  });
