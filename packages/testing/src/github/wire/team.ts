import type { Links } from './links.ts';
import { nodeId } from './links.ts';

/** A team as it appears beside rules. The sandbox keeps no teams: every name and number is one. */
export const toTeam = ({ id, slug }: { id: number; slug: string }, { api, web }: Links) => ({
  id,
  node_id: nodeId('Team', id),
  name: slug,
  slug,
  description: null,
  permission: 'pull',
  url: `${api}/teams/${id}`,
  html_url: `${web}/orgs/octo/teams/${slug}`,
  members_url: `${api}/teams/${id}/members{/member}`,
  repositories_url: `${api}/teams/${id}/repos`,
  type: 'organization',
  parent: null,
});
