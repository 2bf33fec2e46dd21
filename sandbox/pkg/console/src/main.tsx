/** The merchant console: LINE Pay's, as the sandbox plays it. */
import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { App } from "./app";
import { told } from "./early";
import { mount } from "./session";
import { languageNow } from "./words";
import "../../look/base.css";
import "./style.css";

/** So long the first frame waits for what is in it, in milliseconds: whatever is drawn twice takes longer. */
const PATIENCE = 50;

// Fonts and styles depend on it: before anything is drawn.
document.documentElement.lang = languageNow();
void Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE))]).then(() => {
  const page = document.getElementById("page");
  if (page === null) return;
  render(
    <LocationProvider scope={`${mount()}/console`}>
      <App />
    </LocationProvider>,
    page,
  );
});
