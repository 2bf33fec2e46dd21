/** The store's tables. `payments` is keyed by LINE Pay's transactionId: one order may have been paid twice.
 * `subscriptions` holds the only copy of each regKey. */
export const tables = `
CREATE TABLE IF NOT EXISTS purchases (
  order_id TEXT PRIMARY KEY, visitor TEXT NOT NULL, transaction_id TEXT, state TEXT NOT NULL,
  lines TEXT NOT NULL, amount REAL NOT NULL, currency TEXT NOT NULL, started_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS purchases_by_visitor ON purchases (visitor, started_at);
CREATE INDEX IF NOT EXISTS purchases_by_transaction ON purchases (transaction_id);
CREATE TABLE IF NOT EXISTS payments (
  key TEXT PRIMARY KEY, order_id TEXT NOT NULL, amount REAL NOT NULL, currency TEXT NOT NULL,
  pay_info TEXT NOT NULL, paid_at INTEGER NOT NULL, state TEXT NOT NULL, refund_transaction_id TEXT
);
CREATE INDEX IF NOT EXISTS payments_by_order ON payments (order_id);
CREATE TABLE IF NOT EXISTS ways (order_id TEXT PRIMARY KEY, way TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS subscriptions (
  order_id TEXT PRIMARY KEY, reg_key TEXT, product_name TEXT NOT NULL, amount REAL NOT NULL, currency TEXT NOT NULL,
  state TEXT NOT NULL, charges INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS problems (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, text TEXT NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS steps (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, order_id TEXT NOT NULL, step TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS steps_by_order ON steps (order_id, sequence);
CREATE TABLE IF NOT EXISTS sessions (hash TEXT PRIMARY KEY, expires_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS failures (address TEXT NOT NULL, at INTEGER NOT NULL);
`;
