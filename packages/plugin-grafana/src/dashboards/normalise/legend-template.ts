/** A template of legends and annotations, which know labels by their bare names: what alerts would write is rewritten. */
export const toLegendTemplate = (template: string): string =>
  template
    .replaceAll(/\{\{\s*(?:\$labels\.|\.Labels\.)(\w{1,200})\s*\}\}/g, '{{$1}}')
    .replaceAll(/\{\{\s*index \$labels "(\w{1,200})"\s*\}\}/g, '{{$1}}');

/** Whether a pair of braces opens and does not close. */
export const hasOpenBraces = (template: string): boolean => template.replaceAll(/\{\{[^{}]{0,2000}\}\}/g, '').includes('{{');
