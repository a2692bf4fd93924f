/** A query of a panel, whatever the schema of its dashboard. */
export interface PanelQuery {
  readonly refId: string;
  readonly datasource: QuerySource;
  /** What is asked, in the language of the datasource; undefined where it is no text, as in a query builder. */
  readonly expression: string | undefined;
  readonly isHidden: boolean;
  /** Asked at one moment, not over the range. */
  readonly isInstant: boolean;
}

/** What a query says about its datasource: possibly a name for a uid, a variable, or nothing. */
export interface QuerySource {
  readonly uid: string | undefined;
  readonly type: string | undefined;
}

export interface PanelView {
  readonly id: number | undefined;
  readonly title: string;
  readonly type: string;
  readonly description: string | undefined;
  /** The panel's own range, such as `1h`, in place of the dashboard's. */
  readonly timeFrom: string | undefined;
  readonly queries: readonly PanelQuery[];
}

export interface VariableView {
  readonly name: string;
  /** `query`, `custom`, `datasource`, `interval`, … */
  readonly type: string;
  /** What the dashboard opens with; empty where nothing was chosen yet. */
  readonly current: readonly string[];
  readonly options: readonly string[];
  readonly isMulti: boolean;
  /** What stands for all values; undefined where that is every option. */
  readonly allValue: string | undefined;
  /** Of a datasource variable: the type of datasource. */
  readonly query: string | undefined;
  /** What the names or values have to fit. */
  readonly regex: string | undefined;
}

/** What people see of a dashboard. */
export interface DashboardView {
  readonly description: string | undefined;
  readonly tags: readonly string[];
  readonly time: { readonly from: string; readonly to: string };
  readonly refresh: string | undefined;
  readonly panels: readonly PanelView[];
  readonly variables: readonly VariableView[];
  readonly annotations: readonly string[];
}
