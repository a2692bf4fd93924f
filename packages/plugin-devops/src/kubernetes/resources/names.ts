import * as z from 'zod';
import { someText } from '../text/bounded.ts';
import { shapedText } from '../../text/shaped-text.ts';

/** DNS-1123, so that no name can be taken for an option, a port or a part of a path. */
const dns = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/;
/** Roles have names such as `system:node`. */
const dnsOrRole = /^[a-z0-9](?:[-a-z0-9.:]*[a-z0-9])?$/;
const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** The namespace of what has none. */
export const noNamespace = '-';
/** In lists: every namespace. */
export const everyNamespace = '*';

/** The inputs that name something in a cluster. Nothing is defaulted: what policy judges has to stand in the input. */
export const contextName = someText(253).describe('See k8s_contexts.');
export const kindName = shapedText({
  pattern: /^[A-Z][A-Za-z0-9]*$/,
  longest: 100,
  error: 'use the kind as in manifests, such as "Deployment"',
}).describe('As in manifests: "Pod".');
export const apiVersionName = shapedText({
  pattern: /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?v[0-9]+(?:(?:alpha|beta)[0-9]+)?$/,
  longest: 253,
  error: 'use a version such as "apps/v1"',
})
  .optional()
  .describe('Such as "apps/v1".');
const nameOf = (shape: RegExp, description: string) =>
  shapedText({ pattern: shape, longest: 253, error: 'use a name of Kubernetes: a-z, 0-9, "-" and "."' }).describe(description);
export const resourceName = (description = 'Its name.') => nameOf(dns, description);
/** A name of any kind, roles included. */
export const anyName = nameOf(dnsOrRole, 'Its name.');
const namespaceText = (special: readonly string[]) =>
  z.string().refine((text) => special.includes(text) || (text.length <= 63 && label.test(text)), 'use the name of a namespace');
export const namespaceName = namespaceText([]).describe('Its namespace.');
/** A namespace, or `-` for kinds that have none. */
export const namespaceOrNone = namespaceText([noNamespace]).describe('"-": none.');
/** A namespace, `*` for all of them, or `-` for kinds that have none. */
export const namespaceOrAll = namespaceText([noNamespace, everyNamespace]).describe('"*": all; "-": none.');

/** What policy sees of one object: `staging-eu/shop/Deployment/web`, with `-` for no namespace and `*` for every one. */
export const targetOf = ({
  context,
  namespace,
  kind,
  name = '*',
}: {
  context: string;
  namespace: string;
  kind: string;
  name?: string | undefined;
}): string => `${context}/${namespace}/${kind}/${name}`;
