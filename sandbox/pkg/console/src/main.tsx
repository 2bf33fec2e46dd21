/** The merchant console: LINE Pay's, as the sandbox plays it. */
import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { App } from "./app";
import { mount, takeToken } from "./session";
import "../../look/base.css";
import "./style.css";

takeToken();
const page = document.getElementById("page");
if (page) {
  render(
    <LocationProvider scope={`${mount()}/console`}>
      <App />
    </LocationProvider>,
    page,
  );
}
