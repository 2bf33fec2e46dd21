/** Asks for what is shown first. Small, and without anything to draw: it runs while the browser still loads the rest of the script. */
import { begin } from "./ask";
import { takeToken } from "./session";
import { NOTHING, pathOf, queryOf } from "./transactions/query";

takeToken();
const first = ["console/overview"];
if (/\/console\/(transactions\/?)?$/.test(location.pathname)) first.unshift(pathOf(queryOf(NOTHING), 0));
/** Ends when all of it is there, or refused. */
export const told = Promise.all(first.map(begin));
