/** The merchant console: LINE Pay's, as the sandbox plays it. */
import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { begin } from "./api";
import { App } from "./app";
import { pathOf } from "./rows";
import { mount, takeToken } from "./session";
import { NOTHING, queryOf } from "./transactions/search";
import "../../look/base.css";
import "./style.css";

takeToken();
// The sandbox looks for the first rows while the page is made.
if (/\/console\/(transactions\/?)?$/.test(location.pathname)) begin(pathOf(queryOf(NOTHING), 0));
const page = document.getElementById("page");
if (page) {
  render(
    <LocationProvider scope={`${mount()}/console`}>
      <App />
    </LocationProvider>,
    page,
  );
}
