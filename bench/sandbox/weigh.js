// A process that makes so many payments and prints what it weighs then: `node --expose-gc weigh.js 100000`.
const modules = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, given) {
    const instance = new Instance(...given);
    modules.push(instance.exports);
    return instance;
  },
});
const { openShop } = await import("./merchant.js");

const payments = Number(process.argv[2]);
const shop = await openShop();
shop.paid.push = () => 0; // what the sandbox weighs, not its caller's notes
shop.pay(1000);
globalThis.gc();
const before = process.memoryUsage().rss;
shop.pay(payments - 1000);
globalThis.gc();
const module = modules.reduce((sum, { memory }) => sum + (memory?.buffer.byteLength ?? 0), 0);
process.stdout.write(JSON.stringify({ payments, before, resident: process.memoryUsage().rss, module }));
