import { useState } from "preact/hooks";
import { session } from "./session";
import { useWords } from "./words";

/** Asks for the control token: the command printed it. */
export function Locked({ tried, again }: { tried: boolean; again: () => void }) {
  const { words } = useWords();
  const [token, setToken] = useState("");
  return (
    <main class="locked">
      <h1>{words.locked.title}</h1>
      <p>{words.locked.why}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          session.token = token.trim();
          again();
        }}
      >
        <label>
          {words.locked.title}
          <input
            type="password"
            autocomplete="off"
            required
            value={token}
            aria-invalid={tried ? true : undefined}
            aria-describedby={tried ? "wrong" : undefined}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        {tried ? (
          <p id="wrong" role="alert">
            {words.locked.wrong}
          </p>
        ) : null}
        <button type="submit">{words.locked.open}</button>
      </form>
    </main>
  );
}
