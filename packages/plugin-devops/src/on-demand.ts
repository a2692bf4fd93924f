/** The plugins of this package that a host loads where a profile names their connection. */
export const onDemand = [
  { connections: ['github'], load: () => import('./github/index.ts') },
  { connections: ['hosts'], load: () => import('./hosts/index.ts') },
  { connections: ['net'], load: () => import('./net/index.ts') },
  { connections: ['kubernetes'], load: () => import('./kubernetes/index.ts') },
  { connections: ['droplets'], load: () => import('./droplets/index.ts') },
  { connections: ['database'], load: () => import('./database/index.ts') },
];
