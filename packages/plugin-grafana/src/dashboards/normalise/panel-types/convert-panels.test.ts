import { expect, test } from 'vitest';
import type { JsonObject } from '../../../json/json-value.ts';
import { convertPanels } from './convert-panels.ts';

const converted = (panel: JsonObject) => {
  const { value, findings } = convertPanels({ panels: [panel] });
  return {
    panel: Array.isArray(value['panels']) ? (value['panels'][0] as JsonObject) : {},
    codes: findings.map(({ code }) => code),
  };
};

test.each([
  [{ type: 'graph' }, 'timeseries'],
  [{ type: 'graph', xaxis: { mode: 'histogram' } }, 'histogram'],
  [{ type: 'graph', xaxis: { mode: 'series' } }, 'barchart'],
  [{ type: 'singlestat' }, 'stat'],
  [{ type: 'grafana-singlestat-panel' }, 'stat'],
  [{ type: 'singlestat', gauge: { show: true } }, 'gauge'],
  [{ type: 'table-old' }, 'table'],
  [{ type: 'grafana-piechart-panel' }, 'piechart'],
  [{ type: 'grafana-worldmap-panel' }, 'geomap'],
  [{ type: 'natel-discrete-panel' }, 'state-timeline'],
  [{}, 'timeseries'],
])('%j becomes %s', (panel, type) => {
  expect(converted(panel)).toMatchObject({ panel: { type }, codes: ['panel_type'] });
});

test.each(['timeseries', 'heatmap', 'acme-special-panel', 'constructor'])('%s stays', (type) => {
  expect(converted({ type, lines: true })).toEqual({ panel: { type, lines: true }, codes: [] });
});

test('a graph keeps how it is drawn, its axes, its legend, its limits and its single series', () => {
  const { panel } = converted({
    type: 'graph',
    title: 'Requests',
    fill: 3,
    linewidth: 2,
    steppedLine: true,
    stack: true,
    percentage: true,
    nullPointMode: 'connected',
    points: true,
    pointradius: 3,
    legend: { show: true, values: true, avg: true, current: true, alignAsTable: true, rightSide: true },
    tooltip: { shared: false, sort: 2 },
    yaxes: [{ format: 'reqps', label: 'rate', min: '0', max: null, logBase: 10 }, { format: 's' }],
    xaxis: { mode: 'time', show: true },
    thresholds: [
      { value: 80, op: 'gt', colorMode: 'critical' },
      { value: 50, op: 'gt', colorMode: 'warning' },
    ],
    aliasColors: { ok: '#0f0' },
    seriesOverrides: [{ alias: '/lat.*/', yaxis: 2, fill: 0, stack: false }],
    somethingElse: 1,
  });
  expect(panel).toEqual({
    type: 'timeseries',
    title: 'Requests',
    somethingElse: 1,
    options: {
      legend: { showLegend: true, displayMode: 'table', placement: 'right', calcs: ['mean', 'lastNotNull'] },
      tooltip: { mode: 'single', sort: 'desc' },
    },
    fieldConfig: {
      defaults: {
        unit: 'reqps',
        min: 0,
        color: { mode: 'palette-classic' },
        thresholds: {
          mode: 'absolute',
          steps: [
            { value: null, color: 'transparent' },
            { value: 50, color: 'orange' },
            { value: 80, color: 'red' },
          ],
        },
        custom: {
          drawStyle: 'line',
          lineInterpolation: 'stepAfter',
          lineWidth: 2,
          fillOpacity: 30,
          pointSize: 6,
          showPoints: 'always',
          spanNulls: true,
          stacking: { mode: 'percent', group: 'A' },
          axisLabel: 'rate',
          scaleDistribution: { type: 'log', log: 10 },
          thresholdsStyle: { mode: 'area' },
        },
      },
      overrides: [
        { matcher: { id: 'byName', options: 'ok' }, properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: '#0f0' } }] },
        {
          matcher: { id: 'byRegexp', options: '/lat.*/' },
          properties: [
            { id: 'custom.axisPlacement', value: 'right' },
            { id: 'unit', value: 's' },
            { id: 'custom.fillOpacity', value: 0 },
            { id: 'custom.stacking', value: { mode: 'none', group: 'A' } },
          ],
        },
      ],
    },
  });
});

test('what a panel already says in the new places wins', () => {
  const { panel } = converted({
    type: 'graph',
    linewidth: 5,
    yaxes: [{ format: 's' }],
    options: { legend: { showLegend: false } },
    fieldConfig: { defaults: { unit: 'ms', custom: { lineWidth: 1 } } },
  });
  expect(panel).toMatchObject({
    options: { legend: { showLegend: false } },
    fieldConfig: { defaults: { unit: 'ms', custom: { lineWidth: 1 } } },
  });
});

test('a single number keeps its unit, its limits with their colours, and its texts', () => {
  const { panel } = converted({
    type: 'singlestat',
    format: 'percent',
    valueName: 'current',
    decimals: 1,
    thresholds: '50,80',
    colors: ['green', 'yellow', '#f00'],
    colorBackground: true,
    sparkline: { show: true },
    nullText: 'none',
    valueMaps: [{ op: '=', text: 'down', value: '0' }],
  });
  expect(panel).toEqual({
    type: 'stat',
    options: {
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      colorMode: 'background',
      graphMode: 'area',
      justifyMode: 'auto',
      textMode: 'auto',
    },
    fieldConfig: {
      defaults: {
        unit: 'percent',
        decimals: 1,
        noValue: 'none',
        mappings: [{ type: 'value', options: { '0': { text: 'down', index: 0 } } }],
        thresholds: {
          mode: 'absolute',
          steps: [
            { value: null, color: 'green' },
            { value: 50, color: 'yellow' },
            { value: 80, color: '#f00' },
          ],
        },
      },
      overrides: [],
    },
  });
});

test('a pie keeps its shape, a map its centre, states their texts', () => {
  expect(
    converted({
      type: 'grafana-piechart-panel',
      pieType: 'donut',
      valueName: 'total',
      legend: { show: true, values: true, percentage: true },
    }).panel,
  ).toMatchObject({
    options: {
      pieType: 'donut',
      reduceOptions: { calcs: ['sum'] },
      legend: { displayMode: 'table', values: ['value', 'percent'] },
    },
  });
  expect(
    converted({ type: 'grafana-worldmap-panel', mapCenterLatitude: '48.1', mapCenterLongitude: 11.5, initialZoom: '4' }).panel,
  ).toMatchObject({ options: { view: { lat: 48.1, lon: 11.5, zoom: 4 } } });
  expect(
    converted({ type: 'natel-discrete', valueMaps: [{ value: '1', text: 'up' }], colorMaps: [{ text: 'up', color: 'green' }] })
      .panel,
  ).toMatchObject({
    fieldConfig: { defaults: { mappings: [{ options: { '1': { text: 'up' } } }, { options: { up: { color: 'green' } } }] } },
  });
});

test('an alert inside a panel is said, because nothing evaluates it any more', () => {
  expect(converted({ type: 'graph', alert: { name: 'x' } })).toMatchObject({
    panel: { alert: { name: 'x' } },
    codes: ['panel_type', 'panel_alert'],
  });
});

test('the text of a text panel moves into its options', () => {
  expect(converted({ type: 'text', mode: 'html', content: '<b>' })).toEqual({
    panel: { type: 'text', options: { mode: 'html', content: '<b>' } },
    codes: ['panel_options'],
  });
});
