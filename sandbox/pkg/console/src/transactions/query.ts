/** What the list is searched for. */

export interface Search {
  q: string;
  state: string;
  from: string;
  to: string;
  least: string;
  most: string;
  sort: string;
}

export const NOTHING: Search = { q: "", state: "", from: "", to: "", least: "", most: "", sort: "-date" };
/** A moment of one of the reader's own days, as the sandbox takes it; nothing where there is no day. */
export function momentOf(day: string, time: string): string {
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

export function queryOf({ from, to, ...rest }: Search): string {
  const all = { ...rest, from: momentOf(from, "00:00:00.000"), to: momentOf(to, "23:59:59.999") };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== "")).toString();
}

/** So many rows are told at once. */
export const PAGE = 100;
/** Where the sandbox tells a page of a search. */
export const pathOf = (query: string, page: number): string => `console/transactions?${query}&offset=${page * PAGE}&limit=${PAGE}`;
/** The page of a row. */
export const pageOf = (row: number): number => Math.floor(row / PAGE);
