/** Asks the management API as `guest`; throws where it answers with an error. Paths are encoded already. */
export const askManagement = async ({
  managementUrl,
  path,
  method = 'GET',
  body,
  signal,
}: {
  managementUrl: string;
  path: string;
  method?: 'GET' | 'PUT' | 'DELETE';
  body?: object | undefined;
  signal?: AbortSignal | undefined;
}): Promise<Response> => {
  const answer = await fetch(`${managementUrl}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  if (!answer.ok) throw new Error(`The management API answered ${answer.status} to ${method} ${path}.`);
  return answer;
};
