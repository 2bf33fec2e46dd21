/** Checks replies of LINE Pay that are pasted or come in a HAR file, wholly in the browser. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LanguageSwitch, useSpeech } from "./language";
import "./style.css";
import "./validate/validate.css";
import { Calls } from "./validate/calls";
import { EXAMPLE } from "./validate/example";
import { guess } from "./validate/guess";
import { callsOf, type Exchange, NOTHING } from "./validate/har";
import { Question } from "./validate/question";
import { Sheet } from "./validate/sheet";
import { load, type Validator } from "./validate/validator";
import { type ValidateWords, validateWords } from "./validate/words";

const MOST_TEXT = 4 * 1024 * 1024;
const MOST_HAR = 64 * 1024 * 1024;

const BLANK: Exchange = { operation: "confirm", version: "v3", at: "", status: 200, text: "", request: {}, expected: NOTHING };

interface Opened {
  name: string;
  calls: Exchange[];
}

type Problem = (words: ValidateWords) => string;

function ValidatePage() {
  const speech = useSpeech((words) => `${words.validate} · ${words.shop}`);
  const words = validateWords[speech.language];
  const [validator, setValidator] = useState<Validator | "failed">();
  const [subject, setSubject] = useState<Exchange>(BLANK);
  const [guessed, setGuessed] = useState(false);
  const [opened, setOpened] = useState<Opened>();
  const [problem, setProblem] = useState<Problem>();
  const [now, setNow] = useState(Date.now);

  useEffect(() => {
    load().then(setValidator, () => setValidator("failed"));
    const clock = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(clock);
  }, []);

  const choose = (call: Exchange) => {
    setNow(Date.now());
    setGuessed(false);
    setProblem(undefined);
    setSubject(call);
  };
  const paste = (text: string) => {
    if (text.length > MOST_TEXT) return setProblem(() => (spoken: ValidateWords) => spoken.tooBig(spoken.reply, "4 MiB"));
    const operation = guess(text);
    choose({ ...subject, at: "", request: {}, text, ...(operation && (guessed || subject.text === "") ? { operation } : {}) });
    setGuessed(operation !== undefined && (guessed || subject.text === ""));
  };
  const open = async (file: File) => {
    const fail = (why: Problem) => setProblem(() => why);
    if (file.size > MOST_HAR) return fail((spoken) => spoken.tooBig(file.name, "64 MiB"));
    if (typeof validator !== "object") return;
    let text: string;
    try {
      text = await file.text();
    } catch {
      return fail((spoken) => spoken.unreadable(file.name));
    }
    const calls = callsOf(text, validator);
    const [first] = calls ?? [];
    if (!calls) return fail((spoken) => spoken.notHar(file.name));
    if (!first) return fail((spoken) => spoken.noCalls(file.name));
    setOpened({ name: file.name, calls });
    choose(first);
  };
  const clear = () => {
    setOpened(undefined);
    choose(BLANK);
  };
  const dragging = useDrop(open);
  const ready = typeof validator === "object" ? validator : undefined;
  const question = <Question subject={subject} guessed={guessed} words={words} validator={ready} paste={paste} change={choose} />;

  return (
    <>
      <header class="container top">
        <a class="brand" href="/">
          <img src="/favicon.svg" alt="" width="36" height="36" />
          <strong>
            {speech.words.shop} · {speech.words.validate}
          </strong>
        </a>
        <LanguageSwitch speech={speech} />
      </header>
      <main class={`container checks${dragging ? " dragging" : ""}`} data-drop={words.drop}>
        <section class="head-of-checks">
          <h1>{words.title}</h1>
          <p>{words.intro}</p>
          <p class="notice good">{words.privacy}</p>
        </section>
        <section class="given">
          <div class="sources">
            <label class="file">
              {/* biome-ignore lint/a11y/useFocusableInteractive: the input beside it is what is focused; the role is for Pico's style */}
              {/* biome-ignore lint/a11y/useSemanticElements: a button within a label would take the click from the input */}
              <span role="button" class="outline" aria-hidden="true">
                {words.openHar}
              </span>
              <input
                type="file"
                class="unseen"
                aria-label={words.openHar}
                accept=".har,.json,application/json"
                disabled={!ready}
                onChange={(event) => {
                  const [file] = event.currentTarget.files ?? [];
                  event.currentTarget.value = "";
                  if (file) void open(file);
                }}
              />
            </label>
            <button type="button" class="outline secondary" onClick={() => choose(EXAMPLE)}>
              {words.example}
            </button>
            <button type="button" class="outline secondary" aria-disabled={subject.text === "" && !opened} onClick={clear}>
              {words.clear}
            </button>
          </div>
          <p class="quiet">{words.dropNote}</p>
          {problem ? (
            <p class="notice bad" role="alert">
              {problem(words)}
            </p>
          ) : null}
          {opened && ready ? (
            <>
              <Calls {...opened} chosen={subject} choose={choose} words={words} validator={ready} />
              <details>
                <summary>{words.question}</summary>
                {question}
              </details>
            </>
          ) : (
            question
          )}
        </section>
        <section class="told" aria-live="polite">
          {validator === undefined ? <p aria-busy="true">{words.loading}</p> : null}
          {validator === "failed" ? (
            <p class="notice bad" role="alert">
              {words.notLoaded}
            </p>
          ) : null}
          {ready && subject.text.trim() === "" && subject.at === "" ? <p class="quiet">{words.empty}</p> : null}
          {ready && !(subject.text.trim() === "" && subject.at === "") ? (
            <Sheet validator={ready} subject={subject} calls={opened?.calls ?? []} now={now} language={speech.language} words={words} />
          ) : null}
        </section>
      </main>
    </>
  );
}

/** A file dropped anywhere on the page; whether one hovers over it. */
function useDrop(open: (file: File) => Promise<void>): boolean {
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setDragging(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setDragging(false);
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      setDragging(false);
      void open(file);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  });
  return dragging;
}

const page = document.getElementById("page");
if (page) render(<ValidatePage />, page);
