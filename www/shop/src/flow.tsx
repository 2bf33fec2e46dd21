import { render } from "preact";
import { Diagram } from "./diagram";
import { LanguageSwitch, useSpeech } from "./language";
import "./style.css";
import { useTrace } from "./trace";

/** The diagram as a page of its own, for a second window: it also notices a purchase that starts elsewhere. */
function FlowPage() {
  const speech = useSpeech((words) => `${words.flow} · ${words.shop}`);
  const view = useTrace(3000);
  const { words } = speech;
  return (
    <>
      <header class="container narrow top">
        <a class="brand" href="/">
          <img src="/favicon.svg" alt="" width="36" height="36" />
          <strong>{words.shop}</strong>
        </a>
        <LanguageSwitch speech={speech} />
      </header>
      <main class="container narrow">
        <h1>{words.flow}</h1>
        <p>{words.flowIntro}</p>
        <Diagram view={view} speech={speech} follow />
      </main>
    </>
  );
}

const page = document.getElementById("page");
if (page) render(<FlowPage />, page);
