/** The parameters of an endpoint's path, or nothing when the path is another one. */
export const matchEndpoint = (template: string, path: string): Record<string, string> | undefined => {
  const parts = template.split('/');
  const segments = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    if (part === '*') {
      params['rest'] = segments.slice(index).join('/');
      return segments.length > index ? params : undefined;
    }
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (part.startsWith(':')) params[part.slice(1)] = decode(segment);
    else if (part !== segment) return undefined;
  }
  return parts.length === segments.length ? params : undefined;
};

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
