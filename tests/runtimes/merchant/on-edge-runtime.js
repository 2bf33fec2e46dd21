// merchant.js as such a runtime wants it: a listener for fetch events. The bindings are globals.
import merchant from "./merchant.js";

addEventListener("fetch", (event) => event.respondWith(merchant.fetch(event.request, globalThis.BINDINGS, event)));
