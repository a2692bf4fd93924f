import * as z from 'zod';
import type { LabelRecord } from '../model/records.ts';
import { toLabel } from '../wire/issue.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { page } from './page.ts';
import { bodyOf, orNotFound } from './parse.ts';
import { invalid } from './refusal.ts';

/** The labels of a repository. */
export const labelEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /labels', 'issues:read', (call) =>
    page(call, [...call.repository.labels.values()], (label) => toLabel(label, call)),
  ),
  repositoryEndpoint('POST /labels', 'issues:write', create),
  repositoryEndpoint('GET /labels/:name', 'issues:read', (call) => ({ json: toLabel(labelOf(call), call) })),
  repositoryEndpoint('PATCH /labels/:name', 'issues:write', update),
  repositoryEndpoint('DELETE /labels/:name', 'issues:write', (call) => {
    const { name } = labelOf(call);
    call.repository.labels.delete(name.toLowerCase());
    return { status: 204, text: '' };
  }),
];

const labelOf = ({ repository, params }: RepositoryCall): LabelRecord =>
  orNotFound(repository.labels.get((params['name'] ?? '').toLowerCase()));

const color = z.string().regex(/^[0-9a-fA-F]{6}$/);
const createBody = z.object({ name: z.string(), color: color.default('ededed'), description: z.string().nullish() });

function create(call: RepositoryCall) {
  const { repository, store } = call;
  const { name, color: shade, description = null } = bodyOf(call, createBody);
  if (repository.labels.has(name.toLowerCase())) throw invalid({ resource: 'Label', field: 'name', code: 'already_exists' });
  const label = { id: store.nextId(), name, color: shade, description };
  repository.labels.set(name.toLowerCase(), label);
  return { status: 201, json: toLabel(label, call) };
}

const updateBody = z.object({ new_name: z.string().optional(), color: color.optional(), description: z.string().nullish() });

function update(call: RepositoryCall) {
  const { repository } = call;
  const label = labelOf(call);
  const before = label.name;
  const { new_name: name = before, color: shade, description } = bodyOf(call, updateBody);
  repository.labels.delete(before.toLowerCase());
  Object.assign(label, { name, color: shade ?? label.color, ...(description !== undefined && { description }) });
  repository.labels.set(name.toLowerCase(), label);
  for (const issue of repository.issues.values()) issue.labels = issue.labels.map((one) => (one === before ? name : one));
  return { json: toLabel(label, call) };
}
