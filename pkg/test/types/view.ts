// The view of an order, held against its type: a field that only one of them has is named in the error. The module's tests write
// tests/life/view.json, an order with every field at once.
import type { KeptOrder } from "linepay-edge/checkout";
import view from "../../../tests/life/view.json" with { type: "json" };

type Kind<T> = T extends string ? "text" : T extends number ? "number" : "boolean";

/** Every field at every depth, with what it holds: `reservations.made.number`. */
type Fields<T> = T extends readonly (infer Item)[]
  ? Fields<Item>
  : T extends object
    ? { [Name in keyof T & string]-?: `${Name}.${Fields<NonNullable<T[Name]>>}` }[keyof T & string]
    : Kind<T>;

type Never<None extends never> = None;

export type InTheViewAlone = Never<Exclude<Fields<typeof view>, Fields<KeptOrder>>>;
export type InTheTypeAlone = Never<Exclude<Fields<KeptOrder>, Fields<typeof view>>>;
