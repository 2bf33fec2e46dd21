// in-page.js in a worker of a page. Says when it is ready: a message that came while the module loads would be lost.
import "./in-page.js";

globalThis.onmessage = async ({ data }) => postMessage(await globalThis.ask(...data));
postMessage("ready");
