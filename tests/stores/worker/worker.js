// A worker with a ledger in D1 and one in Durable Objects, behind HTTP, and what the tests need to know of its alarms.
import { d1, migration, sqlLedger } from "linepay-edge/ledger";
import { durableObject, durableObjectLedger } from "linepay-edge/ledger/durable-object";
import { answer } from "../remote.js";

/** Notes of what was woken, in an object of its own: alarms may run in any isolate. */
export class Notes {
  constructor(ctx) {
    this.storage = ctx.storage;
  }
  async fetch(request) {
    const { key, fail } = await request.json();
    const notes = (await this.storage.get(key)) ?? { wakes: 0, fail: 0 };
    if (fail !== undefined) notes.fail = fail;
    else if (request.method === "POST") notes.wakes += 1;
    await this.storage.put(key, notes);
    return Response.json(notes);
  }
}

const note = async (env, init) => (await env.NOTES.get(env.NOTES.idFromName("notes")).fetch("https://notes", init)).json();

export const LinePayOrders = durableObject({
  namespace: (env) => env.LINE_PAY_ORDERS,
  retryAfter: () => 40,
  async onWake(key, env) {
    // The contract's orders are not brought on: their tests do that.
    if (key.startsWith("contract-")) return;
    const { wakes, fail } = await note(env, { method: "POST", body: JSON.stringify({ key }) });
    if (wakes <= fail && key.startsWith("hanging-")) await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (wakes <= fail) throw new Error(`wake ${wakes} of ${key} fails, as it was told to`);
    // By the object's own namespace, while its alarm runs.
    const ledger = durableObjectLedger(env.LINE_PAY_ORDERS);
    const { record } = await ledger.read(key);
    await ledger.write(key, `${record.text} woken`, record.version, undefined);
  },
});

/** A namespace whose answers are lost: what was asked is done, and the caller gets an error like the runtime's. */
function losing(namespace, { how, times }) {
  let left = times;
  return {
    idFromName: (name) => namespace.idFromName(name),
    get: (id) => ({
      async fetch(...args) {
        const response = await namespace.get(id).fetch(...args);
        if (left-- > 0) throw Object.assign(new Error("lost on its way, as it was told to be"), how);
        return response;
      },
    }),
  };
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    switch (url.pathname) {
      case "/d1":
        return answer(sqlLedger(d1(env.DB)), request);
      case "/objects":
        return answer(durableObjectLedger(env.LINE_PAY_ORDERS), request);
      case "/losing": {
        const how = Object.fromEntries(url.searchParams.getAll("how").map((name) => [name, true]));
        return answer(durableObjectLedger(losing(env.LINE_PAY_ORDERS, { how, times: Number(url.searchParams.get("times")) })), request);
      }
      case "/migrate":
        for (const statement of migration("sqlite")) await env.DB.prepare(statement).run();
        return new Response("done");
      case "/session":
        try {
          sqlLedger(d1(env.DB.withSession("first-unconstrained")));
          return new Response("taken");
        } catch (error) {
          return new Response(`${error.code}: ${error.message}`);
        }
      case "/notes":
        return Response.json(await note(env, { method: "PUT", body: await request.text() }));
      default:
        return new Response("nothing here", { status: 404 });
    }
  },
};
