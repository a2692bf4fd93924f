import { definePlugin } from '@lineclear/core/plugin';
import { documentLibrary } from './prompts/document-library.ts';
import { runIncident } from './prompts/run-incident.ts';
import { setUpMonitoring } from './prompts/set-up-monitoring.ts';
import { addActivityToIncident } from './tools/add-activity-to-incident.ts';
import { checkDatasourcesHealth } from './tools/check-datasources-health.ts';
import { createAlertRule } from './tools/create-alert-rule.ts';
import { createAnnotation } from './tools/create-annotation.ts';
import { createDashboard } from './tools/create-dashboard.ts';
import { createFolder } from './tools/create-folder.ts';
import { createIncident } from './tools/create-incident.ts';
import { createSilence } from './tools/create-silence.ts';
import { deleteAlertRule } from './tools/delete-alert-rule.ts';
import { deleteSilence } from './tools/delete-silence.ts';
import { findErrorPatternLogs } from './tools/find-error-pattern-logs.ts';
import { findSlowRequests } from './tools/find-slow-requests.ts';
import { generateDeeplink } from './tools/generate-deeplink.ts';
import { getAlertHistory } from './tools/get-alert-history.ts';
import { getAlertRule } from './tools/get-alert-rule.ts';
import { getAnnotations } from './tools/get-annotations.ts';
import { getDashboardByUid } from './tools/get-dashboard-by-uid.ts';
import { getDashboardPanelQueries } from './tools/get-dashboard-panel-queries.ts';
import { getDashboardSummary } from './tools/get-dashboard-summary.ts';
import { getDatasource } from './tools/get-datasource.ts';
import { getIncident } from './tools/get-incident.ts';
import { getLibraryDocs } from './tools/get-library-docs.ts';
import { listAlertRules } from './tools/list-alert-rules.ts';
import { listAlerts } from './tools/list-alerts.ts';
import { listContactPoints } from './tools/list-contact-points.ts';
import { listDatasources } from './tools/list-datasources.ts';
import { listFolders } from './tools/list-folders.ts';
import { listIncidents } from './tools/list-incidents.ts';
import { listLokiLabelNames } from './tools/list-loki-label-names.ts';
import { listLokiLabelValues } from './tools/list-loki-label-values.ts';
import { listNotificationPolicies } from './tools/list-notification-policies.ts';
import { listPrometheusLabelNames } from './tools/list-prometheus-label-names.ts';
import { listPrometheusLabelValues } from './tools/list-prometheus-label-values.ts';
import { listPrometheusMetricMetadata } from './tools/list-prometheus-metric-metadata.ts';
import { listPrometheusMetricNames } from './tools/list-prometheus-metric-names.ts';
import { listPrometheusRules } from './tools/list-prometheus-rules.ts';
import { listPrometheusTargets } from './tools/list-prometheus-targets.ts';
import { listSilences } from './tools/list-silences.ts';
import { queryLokiLogs } from './tools/query-loki-logs.ts';
import { queryLokiPatterns } from './tools/query-loki-patterns.ts';
import { queryLokiStats } from './tools/query-loki-stats.ts';
import { queryPrometheusHistogram } from './tools/query-prometheus-histogram.ts';
import { queryPrometheus } from './tools/query-prometheus.ts';
import { resolveIncident } from './tools/resolve-incident.ts';
import { resolveLibraryId } from './tools/resolve-library-id.ts';
import { runPanelQuery } from './tools/run-panel-query.ts';
import { searchDashboards } from './tools/search-dashboards.ts';
import { updateAlertRule } from './tools/update-alert-rule.ts';
import { updateDashboard } from './tools/update-dashboard.ts';
import { updateIncident } from './tools/update-incident.ts';

/** Monitoring: Grafana, Prometheus, Alertmanager, Loki, incidents and library documentation. */
export default definePlugin({
  id: 'grafana',
  title: 'Grafana',
  version: '0.0.0',
  toolsets: {
    datasources: { title: 'Datasources', use: 'See which servers can be queried, and whether they work.' },
    prometheus: { title: 'Prometheus', use: 'Find metrics, query and draw them, see scrape targets and rules.' },
    loki: { title: 'Loki', use: 'Read logs, find error patterns and slow requests.' },
    dashboards: { title: 'Dashboards', use: 'Find, read, create and change dashboards and their folders.' },
    alerting: { title: 'Alerting', use: 'See what fires and why, silence alerts, and manage alert rules.' },
    incidents: { title: 'Incidents', use: 'Declare, follow and resolve incidents.' },
    'library-docs': { title: 'Library documentation', use: 'Read the documentation of libraries.' },
    navigation: { title: 'Navigation', use: 'Link to dashboards and queries; read and add annotations.' },
  },
  tools: [
    listDatasources,
    getDatasource,
    checkDatasourcesHealth,
    listPrometheusMetricNames,
    listPrometheusMetricMetadata,
    listPrometheusLabelNames,
    listPrometheusLabelValues,
    queryPrometheus,
    queryPrometheusHistogram,
    listPrometheusTargets,
    listPrometheusRules,
    queryLokiLogs,
    queryLokiStats,
    queryLokiPatterns,
    listLokiLabelNames,
    listLokiLabelValues,
    findErrorPatternLogs,
    findSlowRequests,
    listAlerts,
    listSilences,
    createSilence,
    deleteSilence,
    listContactPoints,
    listNotificationPolicies,
    listAlertRules,
    getAlertRule,
    getAlertHistory,
    listIncidents,
    getIncident,
    createIncident,
    updateIncident,
    addActivityToIncident,
    resolveIncident,
    createAlertRule,
    updateAlertRule,
    deleteAlertRule,
    resolveLibraryId,
    getLibraryDocs,
    generateDeeplink,
    getAnnotations,
    createAnnotation,
    searchDashboards,
    listFolders,
    createDashboard,
    updateDashboard,
    createFolder,
    getDashboardByUid,
    getDashboardSummary,
    getDashboardPanelQueries,
    runPanelQuery,
  ],
  prompts: [setUpMonitoring, documentLibrary, runIncident],
  // Clients put their own prefix before the names of the servers that this plugin stands for.
  aliasPrefixes: ['mcp_grafana_', 'mcp_context7_'],
});
