import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { kubernetes } from '../../connection.ts';
import { shapedText } from '../../../text/shaped-text.ts';
import {
  anyName,
  apiVersionName,
  contextName,
  everyNamespace,
  kindName,
  namespaceOrAll,
  noNamespace,
  targetOf,
} from '../names.ts';

// https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
const review = z.object({
  status: z.object({ allowed: z.boolean(), denied: z.boolean().nullish(), reason: z.string().nullish() }),
});

export const k8sCanI = kubernetes.read({
  name: 'k8s_can_i',
  toolset: 'cluster',
  description: 'Tell whether the credentials of a context may do something; policy here may be stricter.',
  input: z.strictObject({
    context: contextName,
    namespace: namespaceOrAll,
    verb: shapedText({ pattern: /^(?:\*|[a-z]+)$/, longest: 40, error: 'use a verb such as "patch"' }).describe(
      '"get", "create", "patch", "delete".',
    ),
    kind: kindName,
    api_version: apiVersionName,
    name: anyName.optional(),
    subresource: shapedText({ pattern: /^[a-z]+$/, longest: 40, error: 'use one such as "exec"' })
      .optional()
      .describe('"exec".'),
  }),
  output: z.object({ allowed: z.boolean(), denied: z.boolean(), reason: z.string().nullable() }),
  classify: ({ input }) => ({ target: targetOf(input) }),
  run: async ({ input, reader, signal }) => {
    const { context, namespace, verb, kind, api_version: apiVersion, name, subresource } = input;
    const { apiVersion: known, plural } = await reader.kind({ context, namespace, kind, apiVersion, signal });
    const [version = '', group = ''] = known.split('/').toReversed();
    const resourceAttributes = {
      verb,
      group,
      version,
      resource: plural,
      ...(namespace === noNamespace || namespace === everyNamespace ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(subresource === undefined ? {} : { subresource }),
    };
    const json = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    // Creating one only asks: nothing of it is kept.
    const answer = await reader.cluster(context).send({ method: 'post', path, json, safe: true, accept: [404], signal });
    if (answer.status === 404) throw noReviews();
    const { status } = answer.json(review);
    return { allowed: status.allowed, denied: status.denied ?? false, reason: status.reason || null };
  },
});

const noReviews = (): LineclearError =>
  new LineclearError('unsupported', 'This cluster answers no access reviews.', {
    hint: 'Preview the write: the cluster checks there what it would allow.',
    details: { reason: 'no_access_reviews' },
  });
