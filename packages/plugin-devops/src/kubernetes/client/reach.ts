import { LineclearError } from '@lineclear/core/plugin';
import { everyNamespace, noNamespace } from '../resources/names.ts';
import type { Settings } from '../settings.ts';
import { fitsPattern } from '../../text/fits-pattern.ts';
import type { KindFacts } from './kind-facts.ts';

/** Throws `forbidden` where the profile does not name the context. */
export const checkContext = ({ context, settings }: { context: string; settings: Settings }): void => {
  if (settings.contexts.includes(context)) return;
  throw new LineclearError('forbidden', `This profile does not reach the context ${JSON.stringify(context)}.`, {
    hint: 'k8s_contexts lists those that it reaches; the operator may add one to the profile.',
    details: { reason: 'context' },
  });
};

/** Throws `forbidden` where the profile names its namespaces and this is none of them; `-` stands for what has none. */
export const checkNamespace = ({ namespace, settings }: { namespace: string; settings: Settings }): void => {
  if (settings.namespaces === undefined || settings.namespaces.some((pattern) => fits({ pattern, namespace }))) return;
  const what =
    namespace === everyNamespace
      ? 'all namespaces at once'
      : namespace === noNamespace
        ? 'what has no namespace'
        : `the namespace ${JSON.stringify(namespace)}`;
  throw new LineclearError('forbidden', `This profile does not reach ${what}.`, {
    hint: 'details.namespaces has what it reaches; the operator may add to it.',
    details: { reason: 'namespace', namespaces: settings.namespaces },
  });
};

/** Throws `invalid_input` where the input says otherwise than the cluster whether a kind has namespaces: policy judged the input. */
export const checkScope = ({ facts: { kind, isNamespaced }, namespace }: { facts: KindFacts; namespace: string }): void => {
  if (isNamespaced !== (namespace === noNamespace)) return;
  throw new LineclearError(
    'invalid_input',
    isNamespaced ? `${kind} is a kind that has namespaces.` : `${kind} is a kind without namespaces.`,
    {
      hint: isNamespaced ? 'Name the namespace.' : 'Give "-" for the namespace.',
      details: { reason: 'scope' },
    },
  );
};

// Every namespace at once is reached by the pattern for all, not by one for some of them.
const fits = ({ pattern, namespace }: { pattern: string; namespace: string }): boolean =>
  namespace === everyNamespace || namespace === noNamespace ? pattern === namespace : fitsPattern({ pattern, text: namespace });
