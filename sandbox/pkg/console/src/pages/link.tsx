/** The deck's 管理付款連結: where LINE Pay is, and how a client is led here. */
import { useEffect, useState } from "preact/hooks";
import { clients } from "../../../src/command/clients";
import { Copy } from "../parts";
import { mount } from "../session";
import { useWords } from "../words";
import { operationsInChinese } from "../words/settings";

const REAL = [
  ["Sandbox", "https://sandbox-api-pay.line.me", "https://sandbox-web-pay.line.me"],
  ["Real", "https://api-pay.line.me", "https://web-pay.line.me"],
] as const;

interface Contract {
  paths: Record<string, Record<string, { summary?: string; operationId?: string }>>;
}

export function Link({ channelId }: { channelId: string }) {
  const { words, language: spoken } = useWords();
  const text = words.link;
  const own = `${location.origin}${mount()}`;
  const configurations = clients(own, channelId, "…");
  const [language, setLanguage] = useState(configurations[0]?.[0] ?? "");
  const [version, setVersion] = useState("v3");
  const [contract, setContract] = useState<Contract>();
  useEffect(() => {
    setContract(undefined);
    void fetch(`${mount()}/openapi/${version}.json`)
      .then((response) => response.json())
      .then(setContract, () => {});
  }, [version]);
  const line = (configurations.find(([name]) => name === language)?.[1] ?? "").replaceAll("/v2/", `/${version}/`);
  const shown = line.replace(/version: "v\d"/, `version: "${version}"`);
  const endpoints = Object.entries(contract?.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary = "", operationId = "" }]) => {
      const told = spoken === "en" ? summary : (operationsInChinese[operationId] ?? summary);
      return { method: method.toUpperCase(), path, summary: told };
    }),
  );
  return (
    <>
      <h1>{words.pages.link}</h1>
      <h2>{text.address}</h2>
      <p>
        <code>{own}</code> <Copy text={own} what={text.address} />
      </p>
      <h2>{text.client}</h2>
      <div class="search">
        <label>
          {text.version}
          <select value={version} onChange={(event) => setVersion(event.currentTarget.value)}>
            {["v2", "v3", "v4"].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          {text.programming}
          <select value={language} onChange={(event) => setLanguage(event.currentTarget.value)}>
            {configurations.map(([name]) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      <pre class="one" tabIndex={0}>
        {shown}
      </pre>
      <p>
        <Copy text={shown} what={text.client} /> <small>{text.keysWhy}</small>
      </p>
      <h2>
        {text.endpoints} {version}
      </h2>
      <ul class="endpoints">
        {endpoints.map(({ method, path, summary }) => (
          <li key={`${method} ${path}`}>
            <code>
              {method} {path}
            </code>
            <Copy text={`${own}${path}`} what={`${method} ${path}`} />
            <small>{summary}</small>
          </li>
        ))}
      </ul>
      <h2>{text.real}</h2>
      <p>{text.realWhy}</p>
      <dl class="facts">
        {REAL.map(([name, api, page]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {text.api} <code>{api}</code> · {text.page} <code>{page}</code>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
