import type { Answer, RecordedRequest, Route } from './route.ts';

/** Routes that take every request: for servers that find their endpoints by themselves. */
export const onEveryPath = (answer: (request: RecordedRequest) => Promise<Answer>): readonly Route[] =>
  methods.flatMap((method) =>
    // A path template matches paths of its own depth only, so there is one for every depth.
    Array.from({ length: deepestPath }, (_, depth) => ({
      method,
      path: '/:any'.repeat(depth + 1),
      handle: ({ request }: { request: RecordedRequest }) => answer(request),
    })),
  );

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const deepestPath = 24;
