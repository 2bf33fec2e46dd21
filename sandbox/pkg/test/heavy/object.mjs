// A program that runs the worker in the folder argv[2], its Durable Object in argv[3], and prints its address.
import { startWorkerd } from "../on-workerd.mjs";

const [, , folder, durableObjectsPersist, config] = process.argv;
const miniflare = await startWorkerd(folder, JSON.parse(config), { durableObjectsPersist });
process.stdout.write(`${(await miniflare.ready).origin}\n`);
