import { doFirewallList } from '../firewalls/tools/do-firewall-list.ts';
import { doFirewallUpdate } from '../firewalls/tools/do-firewall-update.ts';
import { doLoadBalancerList } from './tools/do-load-balancer-list.ts';
import { doLoadBalancerUpdate } from './tools/do-load-balancer-update.ts';
import { doReservedIpAssign } from './tools/do-reserved-ip-assign.ts';
import { doReservedIpList } from './tools/do-reserved-ip-list.ts';
import { doVpcCreate } from './tools/do-vpc-create.ts';
import { doVpcList } from './tools/do-vpc-list.ts';

export const networkTools = [
  doFirewallList,
  doFirewallUpdate,
  doVpcList,
  doVpcCreate,
  doLoadBalancerList,
  doLoadBalancerUpdate,
  doReservedIpList,
  doReservedIpAssign,
];
