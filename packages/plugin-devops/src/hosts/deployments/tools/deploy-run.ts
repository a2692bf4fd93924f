import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hosts } from '../../connection.ts';
import { filePayload, localPath } from '../../files/local-file.ts';
import { checkDigest, inspectArtifact } from '../artifact/inspect-artifact.ts';
import { lookAtHosts } from '../look.ts';
import { offered } from '../offered.ts';
import { deployLink, releasePart, slotPort } from '../parts.ts';
import { placesOf, seenPreview } from '../preview.ts';
import { reconcileDeployment } from '../reconcile.ts';
import { deployResult, toDeployResult } from '../result.ts';
import { rollOut } from '../run/roll-out.ts';
import { removeUpload, upload, uploadPath } from '../run/upload.ts';
import { deploymentOn, filled, findService, hostsField, releaseField, serviceField, targetOf } from '../service.ts';
import { releaseOf, removedBy } from '../state/host-state.ts';
import { callsBack } from '../undo.ts';

export const deployRun = hosts.write({
  name: 'deploy_run',
  title: 'Deploy a release',
  toolset: 'host-deployments',
  risk: 'destructive',
  description:
    'Deploy an archive host by host: smoke test, switch, restart, health; what fails goes back by itself. Use deploy_switch for blue-green traffic.',
  input: z.strictObject({
    service: serviceField,
    hosts: hostsField,
    release: releaseField.describe('New, such as v1.4.2.'),
    artifact: localPath.describe('Local tar.gz, such as dist/shop.tar.gz.'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('Of the archive.'),
  }),
  output: deployResult,
  offered,
  deadlineMs: 3_600_000,
  classify: ({ input }) => ({ class: 'deploy', target: targetOf(input), risk: 'reversible' }),
  preview: async ({ input, reader, profile, state, signal }) => {
    const { service, release, sha256 } = input;
    const found = findService({ settings: reader.settings, ...input });
    const { deployment } = found;
    await using artifact = await filePayload({ path: input.artifact, folders: reader.localFolders });
    const [archive, seen] = await Promise.all([
      inspectArtifact({ artifact, sha256, shared: deployment.shared, signal }),
      lookAtHosts({ reader, ...found, context: { profile, state, signal } }),
    ]);
    const { hostDetails, settings, warnings, ...shown } = seenPreview({
      seen,
      deployment,
      profile,
      refusalOf: ({ host, state: { releases } }) =>
        releases.some(({ name }) => name === release) ? exists({ host, release }) : undefined,
    });
    const plans = seen.flatMap(({ host, deployment: own, state: there }) => {
      if (there === undefined) return [];
      const link = deployLink({ deployment, links: there.links });
      const slot = link === 'current' ? '' : link;
      const port = slotPort({ deployment: own, link });
      return [
        {
          host,
          link,
          before: there.links[link],
          from: releaseOf({ links: there.links, link }),
          slot,
          port,
          removes: removedBy({ state: there, keep: deployment.keep, release }),
        },
      ];
    });
    const removes = plans.filter((one) => one.removes.length > 0);
    return {
      ...shown,
      description: `Deploy ${release} of ${service} from ${quoted(input.artifact)} to ${placesOf(seen)}.`,
      changes: [
        ...plans.map(
          ({ host, link, before }) => `${host}: ${link} ${before === '' ? '(nothing)' : before} → releases/${release}`,
        ),
        ...removes.map(
          ({ host, removes: names }) => `${host}: removes the old ${names.map((name) => `releases/${name}`).join(', ')}`,
        ),
      ],
      details: {
        service,
        release,
        artifact: input.artifact,
        sha256,
        archive: { bytes: artifact.bytes, files: archive.files, unpacked_bytes: archive.bytes },
        ...settings,
        commands: plans.map(({ host, slot, port }) => ({
          host,
          ...(deployment.smoke !== undefined && { smoke: deployment.smoke }),
          restart: filled(deployment.restart, { release, slot, port }),
        })),
        keep: deployment.keep,
        shared: deployment.shared,
        hosts: hostDetails,
        reversible: plans.every(({ before }) => before !== ''),
        undo: undoOf({ service, plans }),
      },
      warnings: [
        ...warnings,
        ...plans
          .filter(({ from, link }) => from === '' && link === 'current')
          .map(({ host }) => `Nothing of ours is live on ${host}: where this fails, there is nothing to go back to.`),
      ],
      ...(removes.length > 0 && { risk: 'destructive' as const }),
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey: planId, principal, state, signal, progress, step }) => {
    const { service, release, sha256 } = input;
    const { deployment } = findService({ settings: writer.reader.settings, ...input });
    const names = guard.hosts.map(({ host }) => host);
    const rootOn = (host: string) => deploymentOn({ deployment, host }).root;
    await using artifact = await filePayload({ path: input.artifact, folders: writer.reader.localFolders });
    checkDigest({ artifact, sha256 });
    for (const host of names) {
      const shown = (sent: number) =>
        progress({
          progress: 0,
          total: names.length,
          message: `${host}: ${Math.round((100 * sent) / artifact.bytes)} % uploaded`,
        });
      // oxlint-disable-next-line no-await-in-loop -- every host has it before the first one changes
      await upload({ host, state, signal, writer, artifact, root: rootOn(host), planId, progress: shown });
    }
    step('uploaded');
    const occasion = { planId, service, action: 'deploy', by: principal.id, sha256 } as const;
    const parts = guard.hosts.map((guarded) => {
      const artifactThere = uploadPath({ root: rootOn(guarded.host), planId });
      const unpack = { artifact: artifactThere, sha256, shared: deployment.shared, smoke: deployment.smoke };
      return releasePart({ guarded, deployment, release, occasion, unpack });
    });
    const outcomes = await rollOut({ writer, parts, deployment, context: { state, signal, progress }, step });
    const unused = outcomes.filter(({ reason }) => reason === 'not_reached').map(({ host }) => host);
    // What stays behind is removed by the next deployment.
    await Promise.allSettled(unused.map((host) => removeUpload({ host, state, signal, writer, root: rootOn(host), planId })));
    return toDeployResult({ service, release, hosts: outcomes });
  },
  reconcile: ({ input, reader, guard, idempotencyKey: planId, state, signal }) => {
    const { deployment } = findService({ settings: reader.settings, ...input });
    const names = guard.hosts.map(({ host }) => host);
    return reconcileDeployment({ ...input, reader, deployment, hosts: names, planId, state, signal });
  },
});

const exists = ({ host, release }: { host: string; release: string }): LineclearError =>
  new LineclearError('conflict', `There is a release ${quoted(release)} on the host ${quoted(host)} already.`, {
    hint: 'Give the new one a name of its own, or go back to the old one with deploy_rollback.',
    details: { reason: 'release_exists', host, release },
  });

const undoOf = ({
  service,
  plans,
}: {
  service: string;
  plans: readonly { host: string; link: string; from: string }[];
}): string | null => {
  if (plans.some(({ link }) => link !== 'current'))
    return 'Nothing is needed: traffic does not go to this slot until deploy_switch.';
  return callsBack({ tool: 'deploy_rollback', service, field: 'release', hosts: plans });
};
