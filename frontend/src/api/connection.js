/** Whether the browser knows that it has no connection. With one, a server may still be out of reach. */
export const isOffline = () => globalThis.navigator?.onLine === false;
