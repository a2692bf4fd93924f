import * as z from 'zod';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/VPCs */
export const vpcAnswer = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  ip_range: z.string(),
  default: z.boolean().nullish(),
  description: z.string().nullish(),
});
export type VpcAnswer = z.output<typeof vpcAnswer>;

export const shownVpc = z.object({
  id: z.string().describe('The vpc_id of droplet_create.'),
  name: z.string(),
  region: z.string(),
  ip_range: z.string(),
  default: z.boolean(),
  description: z.string(),
});

export const showVpc = (vpc: VpcAnswer): z.output<typeof shownVpc> => ({
  id: vpc.id,
  name: vpc.name,
  region: vpc.region,
  ip_range: vpc.ip_range,
  default: vpc.default === true,
  description: vpc.description ?? '',
});

export const vpcs = { path: '/v2/vpcs', key: 'vpcs', item: vpcAnswer };
