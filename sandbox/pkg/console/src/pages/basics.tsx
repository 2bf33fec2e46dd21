/** The deck's 管理基本資訊: the settings, each with what it changes, and how sure its default is. */
import { useState } from "preact/hooks";
import table from "../../../SETTINGS.md?raw";
import { call, Refused, useAsked } from "../api";
import { useWords } from "../words";
import { settingsInChinese } from "../words/settings";

type Value = string | number | boolean | null | object;

interface Setting {
  name: string;
  usual: string;
  sure: string;
  meaning: string;
}

/** The rows of the tables in SETTINGS.md, which a test keeps true. */
const SETTINGS: Setting[] = [...table.matchAll(/^\| `(\w+)` \| `([^`]*)` \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, name = "", usual = "", sure = "", meaning = ""]) => ({ name, usual, sure, meaning: meaning.replaceAll("`", "") }),
);
const SURE = ["documented", "seen", "sdk", "guessed", "ours"] as const;

const written = (value: Value | undefined): string => (typeof value === "string" ? value : JSON.stringify(value ?? null));

export function Basics() {
  const { words, language } = useWords();
  const text = words.basics;
  const { data, again } = useAsked<Record<string, Value>>("settings");
  const [q, setQ] = useState("");
  const [sure, setSure] = useState("");
  const meaning = ({ name, meaning }: Setting) => (language === "en" ? meaning : (settingsInChinese[name] ?? meaning));
  const shown = SETTINGS.filter(
    (setting) => setting.sure.startsWith(sure) && `${setting.name} ${meaning(setting)}`.toLowerCase().includes(q.toLowerCase()),
  );
  return (
    <>
      <h1>{words.pages.basics}</h1>
      <p>{text.why}</p>
      <div class="search">
        <label class="wide">
          {text.search}
          <input type="search" value={q} onInput={(event) => setQ(event.currentTarget.value)} />
        </label>
        <label>
          {text.sure}
          <select value={sure} onChange={(event) => setSure(event.currentTarget.value)}>
            <option value="">{text.all}</option>
            {SURE.map((one) => (
              <option key={one} value={one}>
                {text[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ul class="settings">
        {data
          ? shown.map((setting) => (
              <Line key={setting.name} setting={setting} meaning={meaning(setting)} value={data[setting.name]} again={again} />
            ))
          : null}
      </ul>
    </>
  );
}

interface LineProps {
  setting: Setting;
  meaning: string;
  value: Value | undefined;
  again: () => void;
}

function Line({ setting, meaning, value, again }: LineProps) {
  const { words } = useWords();
  const text = words.basics;
  const now = written(value);
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState("");
  const put = async (next: Value) => {
    try {
      await call("PUT", "settings", { [setting.name]: next });
      setProblem("");
      setDraft(undefined);
      again();
    } catch (thrown) {
      setProblem(thrown instanceof Refused && thrown.message !== "" ? thrown.message : words.noAnswer);
    }
  };
  const submit = () => {
    const given = draft ?? now;
    // A text is written without quotes; all else is JSON.
    if (typeof value === "string") return put(given);
    try {
      return put(JSON.parse(given) as Value);
    } catch {
      return put(given);
    }
  };
  const sure = SURE.find((one) => setting.sure.startsWith(one)) ?? "guessed";
  return (
    <li>
      <div class="setting">
        <label for={`set-${setting.name}`}>
          <code>{setting.name}</code>
        </label>
        <span class={`badge ${sure === "documented" ? "captured" : sure === "guessed" ? "authorized" : ""}`} title={setting.sure}>
          {text[sure]}
        </span>
        {now === setting.usual ? null : (
          <span class="badge refunded">
            {text.changed} ({text.default}: {setting.usual})
          </span>
        )}
      </div>
      <p>{meaning}</p>
      {typeof value === "boolean" ? (
        <input
          id={`set-${setting.name}`}
          type="checkbox"
          role="switch"
          aria-checked={value}
          checked={value}
          onChange={(event) => void put(event.currentTarget.checked)}
        />
      ) : (
        <form
          class="inline"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <input id={`set-${setting.name}`} value={draft ?? now} onInput={(event) => setDraft(event.currentTarget.value)} />
          {draft !== undefined && draft !== now ? (
            <button type="submit" aria-label={`${text.save}: ${setting.name}`}>
              {text.save}
            </button>
          ) : null}
        </form>
      )}
      {problem ? <p role="alert">{problem}</p> : null}
    </li>
  );
}
