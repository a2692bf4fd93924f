import * as z from 'zod';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';
import { fieldManager } from './trace.ts';

const entries = z.array(z.looseObject({ manager: z.string().nullish(), fieldsV1: z.unknown() }));

/** Whether Kubernetes has it that a field was set by these tools last; `['f:spec', 'f:replicas']` is its place in `fieldsV1`. */
export const isManaged = ({ object, field }: { object: KubernetesObject; field: readonly string[] }): boolean => {
  const managed = entries.safeParse(object.metadata['managedFields']);
  if (!managed.success) return false;
  return managed.data.some(({ manager, fieldsV1 }) => manager === fieldManager && hasField({ fields: fieldsV1, field }));
};

const hasField = ({ fields, field }: { fields: unknown; field: readonly string[] }): boolean => {
  const [first, ...rest] = field;
  if (first === undefined) return true;
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, first)) return false;
  return hasField({ fields: Reflect.get(fields, first), field: rest });
};
