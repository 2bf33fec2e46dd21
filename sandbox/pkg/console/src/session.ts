/** Who looks at which merchant. Nothing of it is ever in an address that is sent. */

/** Opens the control route on the sandbox's own machine. */
const HERE = "1";
const HOME = "sandbox";

/** A browser may keep nothing: then a choice lasts as long as the page. */
function remember(store: () => Storage, name: string): { get(): string | null; set(value: string): void } {
  let known: string | null = null;
  return {
    get() {
      try {
        return store().getItem(name) ?? known;
      } catch {
        return known;
      }
    },
    set(value) {
      known = value;
      try {
        store().setItem(name, value);
      } catch {
        // It stays in memory.
      }
    },
  };
}

// The token ends with the tab; a choice stays.
const token = remember(() => sessionStorage, "linepay-sandbox-token");
const world = remember(() => sessionStorage, "linepay-sandbox-world");

/** The language that was chosen. */
export const chosenLanguage = remember(() => localStorage, "linepay-sandbox-language");

/** The time up to which notices were read. */
export const lastRead = remember(() => localStorage, "linepay-sandbox-read");

/** Takes the token out of the address's fragment, `#token=…`, which no server sees; it does not stay in the address. */
export function takeToken(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given === null) return;
  token.set(given);
  history.replaceState(history.state, "", location.pathname + location.search);
}

export const session = {
  get token(): string {
    return token.get() ?? HERE;
  },
  set token(value: string) {
    token.set(value);
  },
  get world(): string {
    return world.get() ?? HOME;
  },
  set world(name: string) {
    world.set(name);
  },
};

/** Where the sandbox is mounted: what stands before the console's own path. */
export const mount = (): string => location.pathname.slice(0, Math.max(location.pathname.indexOf("/console"), 0));

/** Address of one of the console's pages. */
export const addressOf = (...path: string[]): string => `${mount()}/console/${path.map(encodeURIComponent).join("/")}`;
