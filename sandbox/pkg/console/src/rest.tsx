/** Every page but the first. */
import type { Page } from "./app";
import { Addresses } from "./pages/addresses";
import { Basics } from "./pages/basics";
import { Break } from "./pages/break";
import { Captures } from "./pages/captures";
import { Deposits } from "./pages/deposits";
import { History } from "./pages/history";
import { Inspector } from "./pages/inspector";
import { Keys } from "./pages/keys";
import { Link } from "./pages/link";
import { Notices } from "./pages/notices";
import { Support } from "./pages/support";
import { Payment } from "./payment";
import type { Overview } from "./views";
import { useWords } from "./words";

export default function Rest({ page, id, overview }: { page: Page | undefined; id: string | undefined; overview: Overview | undefined }) {
  const { words } = useWords();
  switch (page) {
    case "transactions":
      return <Payment id={id ?? ""} />;
    case "notices":
      return <Notices now={overview?.now ?? ""} />;
    case "basics":
      return <Basics />;
    case "link":
      return <Link channelId={overview?.channelId ?? ""} />;
    case "addresses":
      return <Addresses />;
    case "keys":
      return <Keys />;
    case "captures":
      return <Captures />;
    case "deposits":
      return <Deposits />;
    case "history":
      return <History />;
    case "support":
      return <Support />;
    case "inspector":
      return <Inspector />;
    case "break":
      return <Break />;
    default:
      return <h1>{words.notHere}</h1>;
  }
}
