/** The deck's 管理付款伺服器 IP: who may call API v2. */
import { useState } from "preact/hooks";
import { call, Refused, useAsked } from "../api";
import type { Address } from "../views";
import { timeText, useWords } from "../words";

interface Draft {
  key: number;
  address: string;
  mask: string;
}

export function Addresses() {
  const { words, language } = useWords();
  const text = words.addresses;
  const { data, again } = useAsked<{ addresses: Address[] | null }>("console/addresses");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const [problem, setProblem] = useState("");
  const list = data?.addresses;
  const put = async (allow: string[] | null) => {
    try {
      await call("PUT", "settings", { allow });
      setProblem("");
      setChosen(new Set());
      setDrafts([]);
      again();
    } catch (thrown) {
      setProblem(thrown instanceof Refused && thrown.status === 400 ? text.wrong : words.noAnswer);
    }
  };
  const known = (list ?? []).map(({ address }) => address);
  const added = drafts
    .filter(({ address }) => address.trim() !== "")
    .map(({ address, mask }) => address.trim() + (mask.trim() ? `/${mask.trim()}` : ""));
  const draft = () => setDrafts((all) => [...all, { key: Math.max(0, ...all.map(({ key }) => key)) + 1, address: "", mask: "" }]);
  const edit = (key: number, part: Partial<Draft>) => setDrafts((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <>
      <h1>{words.pages.addresses}</h1>
      {data && list === null ? <p class="nothing">{text.any}</p> : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void put([...known.filter((address) => !added.includes(address)), ...added]);
        }}
      >
        {known.length > 0 || drafts.length > 0 ? (
          <div class="scroll">
            <table>
              <thead>
                <tr>
                  <th>{text.number}</th>
                  <th>
                    {text.address} / {text.mask}
                  </th>
                  <th>{text.listed}</th>
                  <th>{text.status}</th>
                  <th>
                    <span class="unseen">{text.remove}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {(list ?? []).map(({ address, at }, index) => (
                  <tr key={address}>
                    <td>{index + 1}</td>
                    <td>
                      <code>{address}</code>
                    </td>
                    <td>{at === null ? text.fromStart : timeText(at, language, true)}</td>
                    <td>{text.done}</td>
                    <td>
                      <input
                        type="checkbox"
                        aria-label={text.choose(address)}
                        checked={chosen.has(address)}
                        onChange={(event) => {
                          const next = new Set(chosen);
                          if (event.currentTarget.checked) next.add(address);
                          else next.delete(address);
                          setChosen(next);
                        }}
                      />
                    </td>
                  </tr>
                ))}
                {drafts.map(({ key, address, mask }, index) => (
                  <tr key={`draft ${key}`}>
                    <td>{known.length + index + 1}</td>
                    <td colSpan={4} class="draft">
                      <input
                        aria-label={`${text.address} ${known.length + index + 1}`}
                        placeholder="203.0.113.7"
                        inputMode="decimal"
                        value={address}
                        onInput={(event) => edit(key, { address: event.currentTarget.value })}
                      />
                      <span aria-hidden="true">/</span>
                      <input
                        aria-label={`${text.mask} ${known.length + index + 1}`}
                        placeholder="32"
                        inputMode="numeric"
                        value={mask}
                        onInput={(event) => edit(key, { mask: event.currentTarget.value })}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        {problem ? <p role="alert">{problem}</p> : null}
        <div class="acts">
          <button type="button" class="outline" onClick={draft}>
            {list === null && drafts.length === 0 ? text.begin : text.row}
          </button>
          {drafts.length > 0 ? <button type="submit">{text.save}</button> : null}
          {chosen.size > 0 ? (
            <button type="button" class="outline" onClick={() => void put(known.filter((address) => !chosen.has(address)))}>
              {text.remove}
            </button>
          ) : null}
          {list ? (
            <button type="button" class="outline secondary" onClick={() => void put(null)}>
              {text.end}
            </button>
          ) : null}
        </div>
      </form>
      <ul class="notes">
        {text.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}
