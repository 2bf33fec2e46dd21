/** `ctx.storage.sql` of a Durable Object, over a database of node:sqlite. */
export const sqlOver = (database) => ({
  exec(query, ...values) {
    const rows = database.prepare(query).all(...values);
    return { toArray: () => rows };
  },
});
