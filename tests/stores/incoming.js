import { buffer } from "node:stream/consumers";

/** The body of a request to a server of `node:http`; undefined: whoever sent it is gone, and was not heard to the end. */
export const bodyOf = (incoming) => buffer(incoming).catch(() => undefined);
