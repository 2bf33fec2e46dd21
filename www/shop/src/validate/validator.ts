import type { Recognised } from "linepay-edge/validate";

/** The validator's module, which comes after the page: the page is there before it, and says so if it never comes. */
export type Validator = typeof import("linepay-edge/validate");

export const load = (): Promise<Validator> => import("linepay-edge/validate");

/** The method and the path of an operation; empty where the version does not have it. */
export const routeOf = ({ routes }: Pick<Validator, "routes">, { version, operation }: Pick<Recognised, "version" | "operation">): string =>
  (routes[version] as Partial<Record<Recognised["operation"], string>>)[operation] ?? "";
