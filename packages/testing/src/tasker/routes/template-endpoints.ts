import { templateDetail, templateList } from '../wire/templates.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint } from './endpoint.ts';
import { refuse } from './refusal.ts';

/** `/v1/templates`. */
export const templateEndpoints = (store: Store): readonly Endpoint[] => [
  {
    method: 'GET',
    path: '/v1/templates',
    permission: 'templates:read',
    handle: ({ request }) => ({ json: templateList(store.templates, request.query['namespace']) }),
  },
  {
    method: 'GET',
    path: '/v1/templates/:namespace/:name/:version',
    permission: 'templates:read',
    handle: ({ params: { namespace = '', name = '', version = '' } }) => {
      const template = store.template({ namespace, name, version });
      if (template === undefined) throw refuse('NOT_FOUND', `Template not found: ${namespace}/${name}/${version}`);
      return { json: templateDetail(template) };
    },
  },
];
