import { defineConnection } from '@lineclear/core/plugin';
import { sharedBySettings } from '../shared-by-settings.ts';
import { Kubeconfig } from './client/kubeconfig.ts';
import { KubernetesReader } from './client/kubernetes-reader.ts';
import { KubernetesWriter } from './client/kubernetes-writer.ts';
import { probeContexts } from './client/probe-contexts.ts';
import { forwardsOf } from './forward/forwards.ts';
import { settings } from './settings.ts';

// The writer uses the file as the reader saw it.
const shared = sharedBySettings<Kubeconfig>();

/** The clusters that a kubeconfig has contexts for. */
export const kubernetes = defineConnection({
  id: 'kubernetes',
  profile: settings,
  secretFiles: ({ profile }) => [profile.kubeconfig],
  connect: ({ profile, http, clock, mode, resolvePath }) => {
    const kubeconfig = shared({ settings: profile, create: () => new Kubeconfig(resolvePath(profile.kubeconfig)) });
    const reader = new KubernetesReader({ settings: profile, kubeconfig, http, clock });
    // A host closes both openings together, so the first one ends what was opened through either.
    const close = () => forwardsOf(profile).close();
    return { reader, close, ...(mode === 'write' ? { writer: new KubernetesWriter(reader) } : {}) };
  },
  probe: ({ reader, signal }) => probeContexts({ reader, signal }),
});
