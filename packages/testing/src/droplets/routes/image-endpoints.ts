import { regions, sizes } from '../model/catalogue.ts';
import { toImage, toRegion, toSize, toSnapshot } from '../wire/places.ts';
import { endpoint, noContent, orNotFound, page } from './endpoint.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';

/** Images, snapshots, and what can be rented where. */
export const imageEndpoints = (): readonly Endpoint[] => [
  endpoint('GET /images', (call) => {
    const [type, isPrivate] = [call.query.get('type'), call.query.get('private') === 'true'];
    const fitting = [...call.world.images.values()]
      .filter((image) => type !== 'distribution' || image.type === 'base')
      .filter((image) => !isPrivate || image.type === 'snapshot' || image.type === 'backup');
    return page(call, 'images', fitting, toImage);
  }),
  endpoint('GET /images/:image', ({ world, params }) => {
    const wanted = params['image'] ?? '';
    const found = [...world.images.values()].find(({ id, slug }) => String(id) === wanted || slug === wanted);
    return { json: { image: toImage(orNotFound(found)) } };
  }),
  endpoint('GET /snapshots', (call) => page(call, 'snapshots', snapshots(call), toSnapshot)),
  endpoint('GET /snapshots/:snapshot', (call) => ({ json: { snapshot: toSnapshot(snapshotOf(call)) } })),
  endpoint('DELETE /snapshots/:snapshot', (call) => {
    call.world.images.delete(snapshotOf(call).id);
    return noContent;
  }),
  endpoint('GET /sizes', (call) => page(call, 'sizes', sizes, toSize)),
  endpoint('GET /regions', (call) => page(call, 'regions', regions, ({ slug }) => toRegion(slug))),
  endpoint('GET /account', () => ({ json: { account } })),
  endpoint('GET /account/keys', (call) =>
    page(call, 'ssh_keys', call.world.sshKeys, (key) => ({ ...key, public_key: 'ssh-ed25519 AAAA' })),
  ),
];

const account = {
  droplet_limit: 25,
  floating_ip_limit: 5,
  reserved_ip_limit: 5,
  volume_limit: 100,
  email: 'ada@example.com',
  name: 'Ada',
  uuid: 'b6fr89dbf6d9156cace5f3c78dc9851d957381ef',
  email_verified: true,
  status: 'active',
  status_message: '',
  team: { uuid: '5df3e3004a17e242b7c20ca6c9fc25b701a47ece', name: 'Simulated' },
};

const snapshots = ({ world, query }: EndpointCall) =>
  query.get('resource_type') === 'volume' ? [] : [...world.images.values()].filter(({ type }) => type === 'snapshot');

const snapshotOf = (call: EndpointCall) =>
  orNotFound(
    [...call.world.images.values()].find(({ id, type }) => type === 'snapshot' && String(id) === call.params['snapshot']),
  );
