/** What the service answers when it gives no documentation, by status. */
export const refusals = {
  202: { error: 'library_not_finalized', message: 'Library not finalized yet.' },
  301: { error: 'library_redirected', message: 'Library has been redirected.', redirectUrl: '/example/tunnel' },
  400: { error: 'validation_error', message: 'Library name is required' },
  401: {
    error: 'invalid_api_key',
    message: "Invalid API key. Please check your API key. API keys should start with 'ctx7sk' prefix.",
  },
  402: { error: 'spending_limit_exceeded', message: 'Monthly spending limit of $5.00 reached for this teamspace.' },
  403: { error: 'access_denied', message: 'Access denied: Library is not included in your allowed libraries' },
  404: { error: 'library_not_found', message: 'Library not found.' },
  422: { error: 'no_code_found', message: 'Library has no or too few snippets found in documentation files.' },
  429: { error: 'rate_limit_exceeded', message: 'Rate limit exceeded. Please try again later.' },
  500: { error: 'internal_error', message: 'An error occurred while processing your request' },
  503: { error: 'search_failed', message: 'Search failed: Service temporarily unavailable' },
  504: { error: 'timeout', message: 'Request timed out. Please try again.' },
} as const;
