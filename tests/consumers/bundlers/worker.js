import { ask } from "./program.js";

export default {
  fetch: async () => new Response(await ask()),
};
