import type { LineclearError } from '@lineclear/core/plugin';
import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';
import { checkTag } from '../reach.ts';
import { missing, notNow, otherName } from '../text/refusals.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Droplets */
export const dropletAnswer = z.object({
  id: z.int(),
  name: z.string(),
  status: z.string(),
  locked: z.boolean().nullish(),
  created_at: z.string(),
  vcpus: z.int(),
  memory: z.int(),
  disk: z.int(),
  size_slug: z.string(),
  size: z.object({ price_monthly: z.number().nullish() }).nullish(),
  region: z.object({ slug: z.string() }),
  image: z.object({ id: z.int().nullish(), slug: z.string().nullish(), name: z.string().nullish() }).nullish(),
  networks: z.object({ v4: z.array(z.object({ ip_address: z.string(), type: z.string() })).nullish() }).nullish(),
  tags: z.array(z.string()).nullish(),
  vpc_uuid: z.string().nullish(),
  volume_ids: z.array(z.string()).nullish(),
  snapshot_ids: z.array(z.int()).nullish(),
  features: z.array(z.string()).nullish(),
});
export type DropletAnswer = z.output<typeof dropletAnswer>;

/** Where the droplets of the account are listed. */
export const dropletListing = { path: '/v2/droplets', key: 'droplets', item: dropletAnswer };

export const shownDroplet = z.object({
  id: z.int(),
  name: z.string(),
  status: z.string(),
  busy: z.boolean().describe('Something goes on with it: droplet_actions shows what.'),
  region: z.string(),
  size: z.string(),
  vcpus: z.int(),
  memory_mb: z.int(),
  disk_gb: z.int(),
  monthly_usd: z.number().nullable(),
  image: z.string().nullable(),
  public_ipv4: z.string().nullable(),
  private_ipv4: z.string().nullable(),
  tags: z.array(z.string()),
  vpc_id: z.string().nullable(),
  volume_ids: z.array(z.string()),
  backups: z.boolean(),
  monitoring: z.boolean(),
  created_at: z.string(),
});

export const showDroplet = (droplet: DropletAnswer): z.output<typeof shownDroplet> => {
  const address = (type: string) => droplet.networks?.v4?.find((one) => one.type === type)?.ip_address ?? null;
  return {
    id: droplet.id,
    name: droplet.name,
    status: droplet.status,
    busy: droplet.locked === true,
    region: droplet.region.slug,
    size: droplet.size_slug,
    vcpus: droplet.vcpus,
    memory_mb: droplet.memory,
    disk_gb: droplet.disk,
    monthly_usd: droplet.size?.price_monthly ?? null,
    image: droplet.image?.slug ?? droplet.image?.name ?? null,
    public_ipv4: address('public'),
    private_ipv4: address('private'),
    tags: droplet.tags ?? [],
    vpc_id: droplet.vpc_uuid ?? null,
    volume_ids: droplet.volume_ids ?? [],
    backups: droplet.features?.includes('backups') === true,
    monitoring: droplet.features?.includes('monitoring') === true,
    created_at: droplet.created_at,
  };
};

/** What of a droplet decides about a change of it. Null where there is none. */
export const stateOf = (droplet: DropletAnswer | undefined) =>
  droplet === undefined
    ? null
    : {
        name: droplet.name,
        status: droplet.status,
        size: droplet.size_slug,
        disk: droplet.disk,
        image: droplet.image?.id ?? null,
        volumes: (droplet.volume_ids ?? []).toSorted(),
        backups: droplet.features?.includes('backups') === true,
      };

interface Asked {
  readonly id: number;
  readonly reader: ApiReader;
  readonly signal: AbortSignal;
}

/** A droplet within the reach of the profile, or undefined. Throws `forbidden` where it is out of reach. */
export const findDroplet = async ({ id, reader, signal }: Asked): Promise<DropletAnswer | undefined> => {
  const schema = z.object({ droplet: dropletAnswer });
  const found = (await reader.find({ path: path`/v2/droplets/${id}`, schema, signal }))?.droplet;
  if (found !== undefined) checkTag({ settings: reader.settings, tags: found.tags, what: `The droplet ${id}` });
  return found;
};

/** The droplet that a write names by its id and its name, with the reason why nothing can be done with it now. */
export const targetDroplet = async ({
  name,
  ...asked
}: Asked & { name: string }): Promise<{ droplet: DropletAnswer | undefined; refusal: LineclearError | undefined }> => {
  const droplet = await findDroplet(asked);
  return { droplet, refusal: refusalOf({ id: asked.id, name, droplet }) };
};

const refusalOf = ({ id, name, droplet }: { id: number; name: string; droplet: DropletAnswer | undefined }) => {
  if (droplet === undefined) return missing({ what: `the droplet ${id}`, listedBy: 'droplet_list' });
  if (droplet.name !== name) return otherName({ what: `The droplet ${id}`, given: name, actual: droplet.name });
  if (droplet.locked !== true) return undefined;
  const hint = 'Wait for it with droplet_actions, then preview again.';
  return notNow({ message: `Something goes on with the droplet ${id}.`, hint, reason: 'busy' });
};

/** Where the actions of a droplet are begun and listed. */
export const actionsOf = (id: number): string => path`/v2/droplets/${id}/actions`;

/** Names that several droplets may have: DigitalOcean does not mind. */
export const dropletsCalled = ({
  name,
  reader,
  signal,
}: {
  name: string;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<readonly DropletAnswer[]> => reader.all({ ...dropletListing, query: { name }, signal });
