import { SandboxControl } from "linepay-sandbox/control";
import { choosePorts } from "../www/demo/ports.js";
import { startSandbox } from "../www/demo/sandbox.js";

/** Drives a sandbox that runs on a port of its own, and tells what it knows. */
export class TestControl extends SandboxControl {
  /** Resolves once an operation has been called; fails after ten seconds. */
  async called(operation) {
    for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
      if ((await this.calls()).some((call) => call.operation === operation)) return;
    }
    throw new Error(`${operation} was not called`);
  }
}

/** Worth nothing outside these tests. */
export const CREDENTIALS = { channelId: "1600000001", channelSecret: "0123456789abcdef0123456789abcdef" };

/** A sandbox of its own on a free port, with its control. */
export async function startOwnSandbox() {
  const { shop: port } = await choosePorts({ port: 0 });
  const worker = await startSandbox({ port, ...CREDENTIALS });
  return { control: new TestControl(worker.url), stop: worker.stop };
}
