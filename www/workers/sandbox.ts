// The sandbox worker of the demo and the tests: the package's own, under the name that kept payments have.
export { SandboxObject as SandboxState, default } from "linepay-sandbox/worker";
