import type { DropletWorld } from '@lineclear/testing/droplets';

/** The tag of what belongs to the shop. */
export const accountTag = 'shop';

/** An account at DigitalOcean with a machine in use, and one that is not needed any more. */
export const fillAccount = (world: DropletWorld): void => {
  const web = world.addDroplet({ id: 11, name: 'web-1', tags: [accountTag] });
  world.addDroplet({ id: 12, name: 'preview-7', tags: [accountTag] });
  world.addImage({ name: 'web-1 nightly', type: 'snapshot', dropletId: web.id });
};
