import { ask } from "./program.js";

document.title = await ask().catch((error) => `${error}`);
