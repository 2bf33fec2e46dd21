/** What the staff's pages share: their head, and the form that lets staff in. */
import type { ComponentChildren } from "preact";
import { LanguageSwitch, type Speech } from "./language";

export function StaffTop({ speech, children }: { speech: Speech; children?: ComponentChildren }) {
  const { words } = speech;
  return (
    <header class="container top">
      <a class="brand" href="/">
        <img src="/favicon.svg" alt="" width="36" height="36" />
        <strong>
          {words.shop} · {words.staff}
        </strong>
      </a>
      <nav aria-label={words.staff}>
        {children}
        <LanguageSwitch speech={speech} />
      </nav>
    </header>
  );
}

interface SignInProps {
  speech: Speech;
  /** Where staff are when they are in. */
  page: "/staff" | "/break";
  children: ComponentChildren;
}

export function SignIn({ speech, page, children }: SignInProps) {
  const { words } = speech;
  const query = new URLSearchParams(location.search);
  const error = query.get("error");
  const problem = error === "password" ? words.wrongPassword : error === "wait" ? words.waitSeconds(query.get("seconds") ?? "60") : "";
  return (
    <form method="post" action="/staff/sign-in" class="sign-in">
      {children}
      <input type="hidden" name="page" value={page} />
      <label>
        {words.password}
        <input
          type="password"
          name="password"
          required
          autoComplete="current-password"
          aria-describedby="password-note"
          {...(problem ? { "aria-invalid": "true" as const } : {})}
        />
        <small id="password-note">{problem || words.passwordNote}</small>
      </label>
      <button type="submit">{words.signIn}</button>
    </form>
  );
}
