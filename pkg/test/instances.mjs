// Sees every WebAssembly instance that is made after it was imported.

const made = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, given) {
    const instance = new Instance(...given);
    made.push(instance);
    return instance;
  },
});

/** The memory of the client's newest instance. Node's fetch makes others. */
export const memoryOfClient = () => made.findLast(({ exports }) => "ask" in exports).exports.memory;

/** Whatever the module reads next in its memory leads it outside of it. */
export const wreck = () => void new Uint8Array(memoryOfClient().buffer).fill(0xff);
