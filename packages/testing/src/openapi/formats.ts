// The checker has no formats of its own; these are the ones that occur.
export const formats = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  duration: /^(0|(\d+(\.\d+)?(ms|s|m|h|d|w|y))+)$/,
  int64: { type: 'number', validate: Number.isInteger },
  uint64: { type: 'number', validate: (value: number) => Number.isInteger(value) && value >= 0 },
  double: { type: 'number', validate: Number.isFinite },
} as const;
