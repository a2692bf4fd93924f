/** Who Kubernetes says set the fields that these tools set. */
export const fieldManager = 'lineclear';

/** Names the plan that changed an object last. It stands on the object itself, never on a template: there it would start a rollout. */
export const planAnnotation = 'lineclear.dev/plan';

/** The media types of patches. https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply */
export const patchTypes = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;
export type PatchType = keyof typeof patchTypes;

/** True where the plan has changed the object, and no other plan since. */
export const isTracedTo = ({
  object,
  plan,
}: {
  object: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> | null | undefined } };
  plan: string;
}): boolean => object.metadata.annotations?.[planAnnotation] === plan;
