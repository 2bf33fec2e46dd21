/** The validator's module, which comes after the page: the page is there before it, and says so if it never comes. */
export type Validator = typeof import("linepay-edge/validate");

export const load = (): Promise<Validator> => import("linepay-edge/validate");
