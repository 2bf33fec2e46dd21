/** The deck's CS. Its page is not in the deck; here is who answers what. */
import { mount } from "../session";
import { useWords } from "../words";

/** As the deck names them. */
const LINE_PAY = ["https://pay.line.me/tw/intro/techSupport?locale=zh_TW", "https://pay.line.me/tw/intro/logoUsageGuide?locale=zh_TW"];
const OWN = ["/llms.txt", "/openapi/v2.json", "/openapi/v3.json", "/openapi/v4.json", "/openapi/control.json"];

export function Support() {
  const { words } = useWords();
  const text = words.support;
  return (
    <>
      <h1>{words.pages.support}</h1>
      <p>{text.why}</p>
      <h2>LINE Pay</h2>
      <Links addresses={LINE_PAY} names={[text.technical, text.logo]} />
      <h2>{words.groups.tools}</h2>
      <Links addresses={OWN.map((path) => `${mount()}${path}`)} names={[text.guide]} />
    </>
  );
}

function Links({ addresses, names }: { addresses: string[]; names: string[] }) {
  return (
    <ul>
      {addresses.map((address, index) => (
        <li key={address}>
          <a href={address} target="_blank" rel="noreferrer">
            {names[index] ?? address}
          </a>
        </li>
      ))}
    </ul>
  );
}
