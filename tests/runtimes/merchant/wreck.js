// Sees every WebAssembly instance that is made, in order to make the package's trap for real.

let memory;
const watch = (instance) => {
  // Others are made in the same program: Node's fetch parses HTTP with one.
  if ("ask" in instance.exports) memory = instance.exports.memory;
  return instance;
};

const { Instance, instantiate, instantiateStreaming } = WebAssembly;

// A function of the same prototype: an instance stays an instance of it.
function Watched(module, imports) {
  return watch(new Instance(module, imports));
}
Watched.prototype = Instance.prototype;

const watchResult = (result) => {
  watch(result.instance ?? result);
  return result;
};

WebAssembly.Instance = Watched;
WebAssembly.instantiate = async (...args) => watchResult(await instantiate.apply(WebAssembly, args));
if (instantiateStreaming) {
  WebAssembly.instantiateStreaming = async (...args) => watchResult(await instantiateStreaming.apply(WebAssembly, args));
}

/** Overwrites the memory of the newest instance: whatever it reads there next leads it outside of it. */
export function wreck() {
  new Uint8Array(memory.buffer).fill(0xff);
}
