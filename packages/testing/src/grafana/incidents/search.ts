import type { IncidentRecord } from '../model/records.ts';

/** Whether an incident fits a query such as `isdrill:false status:active or(label:a label:b) latency`. */
export const fitsQuery = (incident: IncidentRecord, queryString: string): boolean => {
  const alternatives = [...queryString.matchAll(/\bor\(([^)]*)\)/g)].map(([, inner = '']) => words(inner));
  const required = words(queryString.replaceAll(/\bor\([^)]*\)/g, ' '));
  return (
    required.every((word) => fitsWord(incident, word)) &&
    alternatives.every((choices) => choices.length === 0 || choices.some((word) => fitsWord(incident, word)))
  );
};

// A value may stand in quotes: label:"component:tunnel".
const words = (text: string): readonly string[] => text.match(/[^\s"]*"[^"]*"|\S+/g) ?? [];

const fitsWord = (incident: IncidentRecord, word: string): boolean => {
  const [, field = '', quoted = ''] = /^(isdrill|status|severity|label):(.*)$/i.exec(word) ?? [];
  const value = quoted.replaceAll('"', '').toLowerCase();
  switch (field.toLowerCase()) {
    case 'isdrill':
      return String(incident.isDrill) === value;
    case 'status':
      return incident.status === value;
    case 'severity':
      return incident.severity.toLowerCase() === value;
    case 'label':
      return incident.labels.some((label) => label.toLowerCase() === value);
    default:
      return incident.title.toLowerCase().includes(word.replaceAll('"', '').toLowerCase());
  }
};
