/** The pages' only style. */
export const STYLE =
  ":root{color-scheme:light dark;--a:#0a7d3c;--m:#5d6673;--l:#d9dee5;--c:#fff;--b:#f3f5f8}" +
  "@media(prefers-color-scheme:dark){:root{--a:#4cc783;--m:#a3adba;--l:#39424e;--c:#1a2028;--b:#11151b}}" +
  "*{box-sizing:border-box}" +
  "body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--b);" +
  'font:1rem/1.6 system-ui,-apple-system,"Noto Sans TC","PingFang TC","Microsoft JhengHei",sans-serif;overflow-wrap:anywhere}' +
  "main{width:100%;max-width:28rem;background:var(--c);border:1px solid var(--l);border-radius:1rem;padding:1.25rem;" +
  "border-top:.4rem solid var(--t,var(--m))}" +
  ".good{--t:var(--a)}.wait{--t:#d99a00}.bad{--t:#d2453b}" +
  "h1{font-size:1.35rem;line-height:1.3;margin:.25rem 0 .75rem}" +
  ".shop{margin:0;color:var(--m);font-size:.9rem}" +
  "p{margin:.5rem 0}" +
  ".sum{font-size:1.9rem;font-weight:700;margin:.5rem 0;font-variant-numeric:tabular-nums}" +
  "dl{margin:1.25rem 0 0;border-top:1px solid var(--l)}" +
  "dl div{display:flex;gap:.75rem;justify-content:space-between;padding:.5rem 0;border-bottom:1px solid var(--l)}" +
  "dt{color:var(--m);flex:none}dd{margin:0;text-align:end;min-width:0}" +
  "nav{display:grid;gap:.6rem;margin-top:1.5rem}" +
  "a{display:block;text-align:center;padding:.7rem 1rem;border-radius:.6rem;border:1px solid currentcolor;color:var(--a);" +
  "font-weight:600;text-decoration:none}" +
  "a:focus-visible{outline:3px solid var(--a);outline-offset:2px}";

/** Its hash, for the content security policy. A test compares the two. */
export const STYLE_HASH = "sha256-NuMBsuHtftrOj8wTR8xJ3T1PxQeKLL3KX50HcOOBPMQ=";
