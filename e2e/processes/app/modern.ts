/** What a well-formed request of 2026-07-28 says about its client. */
export const modernMeta = (capabilities: Readonly<Record<string, unknown>> = {}) => ({
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'e2e', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': capabilities,
});

/** A client that can ask its person. */
export const withForms = { elicitation: { form: {} } };
