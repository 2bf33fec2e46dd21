// The areas that are compared: file and function of each.

export const AREAS = {
  replies: ["replies.js", "replies"],
  validator: ["replies.js", "validator"],
  requests: ["requests.js", "requests"],
  transport: ["transport.js", "transport"],
  options: ["options.js", "options"],
  configuration: ["options.js", "configuration"],
  payments: ["readers.js", "payments"],
  words: ["readers.js", "words"],
  checkout: ["checkout.js", "purchases"],
  forgeries: ["forgeries.js", "forgeries"],
  handover: ["handover.js", "handover"],
  routes: ["routes.js", "routes"],
};
