import type * as z from 'zod';
import type { Target } from '../client/kubernetes-reader.ts';
import { anyName, apiVersionName, contextName, kindName, namespaceOrNone } from './names.ts';

/** The input fields that name one object of any kind. */
export const objectFields = {
  context: contextName,
  namespace: namespaceOrNone,
  kind: kindName,
  api_version: apiVersionName,
  name: anyName,
};

/** The object that such an input names. */
export const toTarget = ({
  context,
  namespace,
  kind,
  api_version: apiVersion,
  name,
}: z.output<z.ZodObject<typeof objectFields>>): Target => ({ context, namespace, kind, apiVersion, name });
