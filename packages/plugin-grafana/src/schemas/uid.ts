/** What Grafana accepts as the uid of a new dashboard, folder or alert rule. */
export const isUid = (uid: string): boolean => /^[a-zA-Z0-9_-]{1,40}$/.test(uid);

/** What can be the uid of a dashboard that is there: the newer API also keeps longer ones, with dots and colons. */
export const isNameOfDashboard = (uid: string): boolean => /^[\w:.-]{1,253}$/.test(uid) && !/^\.+$/.test(uid);
