type Annotations = Readonly<Record<string, string>>;

/** The annotations of a deployment that goes back to a revision: those of the revision, and its own where they are about itself. */
export const annotationsAfterUndo = ({
  deployment,
  revision,
}: {
  deployment: Annotations;
  revision: Annotations;
}): Annotations => ({
  ...Object.fromEntries(Object.entries(deployment).filter(([name]) => ownNames.has(name))),
  ...Object.fromEntries(Object.entries(revision).filter(([name]) => !ownNames.has(name))),
});

// Those that the controller does not copy: pkg/controller/deployment/util/deployment_util.go of Kubernetes.
const ownNames: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.rollback-to',
  'deprecated.daemonset.template.generation',
]);
