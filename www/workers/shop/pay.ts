/** The checkout's pages: prices, and the steps for the diagram. */
import { BasketError } from "./basket";
import { type Env, storeOf, versionOf } from "./bindings";
import { checkoutOf } from "./checkout";
import { quote, refusal } from "./quote";
import { Recorder } from "./recorder";
import { masked, type Step } from "./trace";
import { welcome } from "./visitor";

/** What the diagram tells of; any other path below /pay is a page that there is not. */
const drawn = new Set(["reserve", "confirm", "cancel", "status"]);

export async function pay(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  const { visitor, setCookie } = welcome(request);
  const store = storeOf(env);
  const recorder = new Recorder({ visitor }, (reference, steps) => store.record(reference, steps));
  const url = new URL(request.url);
  const visit = url.pathname.split("/").at(-1) ?? "";
  let sent = "";

  const checkout = checkoutOf(env, recorder, async (posted) => {
    try {
      const quoted = await quote(posted, versionOf(env));
      const { orderId, amount, currency, way } = quoted;
      const lines = quoted.lines.map(({ id, quantity }) => ({ id, quantity }));
      await store.begin({ orderId, visitor, lines, amount, currency, way });
      sent = quoted.sent;
      recorder.add(arrival(request, visit, sent), { orderId });
      return quoted.order;
    } catch (error) {
      if (error instanceof BasketError) throw refusal(error, request);
      throw error;
    }
  });

  if (request.method === "GET" && visit !== "reserve" && drawn.has(visit)) {
    const transactionId = url.searchParams.get("transactionId") ?? "";
    const known = /^\d{6,20}$/.test(transactionId) ? { transactionId } : {};
    if (visit !== "status") recorder.add(wayBack(visit), known);
    recorder.add(arrival(request, visit), known);
  }
  const response = await checkout.fetch(request, env, ctx);
  if (sent || (request.method === "GET" && drawn.has(visit))) {
    for (const step of departure(response, visit)) recorder.add(step);
  }
  if (visit === "cancel" && response.ok) await store.cancelled(recorder.reference);
  ctx.waitUntil(recorder.finish());
  if (!setCookie) return response;
  const copy = new Response(response.body, response);
  copy.headers.append("set-cookie", setCookie);
  return copy;
}

function arrival(request: Request, visit: string, body?: string): Step {
  const url = masked(request.url);
  return {
    at: Date.now(),
    from: "browser",
    to: "merchant",
    kind: "request",
    label: `${request.method} ${new URL(request.url).pathname}`,
    meaning: `${visit}Visit`,
    mood: "plain",
    url,
    ...(body ? { body: masked(body) } : {}),
  };
}

/** The merchant's answer to the browser and, after a redirect to the payment page, what the browser does next. */
function departure(response: Response, visit: string): Step[] {
  const location = response.headers.get("location");
  const base = { at: Date.now(), from: "merchant" as const, to: "browser" as const, kind: "reply" as const };
  const mood = response.status < 400 ? "good" : "bad";
  if (!location) return [{ ...base, label: `${response.status}`, meaning: `${visit}Page`, mood }];
  const target = masked(location);
  const redirect: Step = { ...base, label: `${response.status}`, meaning: "redirect", mood, url: target };
  if (visit !== "reserve" || !URL.canParse(location)) return [redirect];
  return [
    redirect,
    {
      at: Date.now(),
      from: "browser",
      to: "linepay",
      kind: "request",
      label: `GET ${new URL(location).pathname}`,
      meaning: "opensPayment",
      mood: "plain",
      inferred: true,
      url: target,
    },
  ];
}

function wayBack(visit: string): Step {
  const meaning = visit === "cancel" ? "sentToCancel" : "sentToConfirm";
  return {
    at: Date.now(),
    from: "linepay",
    to: "browser",
    kind: "reply",
    label: visit === "cancel" ? "cancelUrl" : "confirmUrl",
    meaning,
    mood: "plain",
    inferred: true,
  };
}
