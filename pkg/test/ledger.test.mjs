import assert from "node:assert/strict";
import { test } from "node:test";
import { d1, libsql, memoryLedger, migration, nodePostgres, postgresJs, sqlite, sqlLedger } from "linepay-edge/ledger";
import { durableObject, durableObjectLedger } from "linepay-edge/ledger/durable-object";

const misuse = (code, words) => ({ name: "LinePayError", code, outcome: "not-executed", message: words });

/** Every kind of ledger over something that must not be asked. */
function untouched() {
  const never = () => assert.fail("the store was asked");
  const objects = { idFromName: never, get: never };
  return { memory: memoryLedger(), sql: sqlLedger({ dialect: "sqlite", query: never }), objects: durableObjectLedger(objects) };
}

test("what no store could keep is refused before it is asked, by every kind of ledger alike", async () => {
  for (const ledger of Object.values(untouched())) {
    const request = (words) => misuse("INVALID_REQUEST", words);
    for (const key of ["", "a\0b", "\ud800", "x".repeat(513), "付".repeat(171), 7, undefined, null]) {
      await assert.rejects(ledger.read(key), request(/^a key/));
      await assert.rejects(ledger.write(key, "text", undefined, undefined), request(/^a key/));
      await assert.rejects(ledger.remove(key, "v"), request(/^a key/));
    }
    for (const text of ["a\0", "\udfff", {}, undefined]) {
      await assert.rejects(ledger.write("key", text, undefined, undefined), request(/^a record/));
    }
    for (const version of [1, null, {}]) {
      await assert.rejects(ledger.write("key", "text", version, undefined), request(/^a version/));
      await assert.rejects(ledger.remove("key", version), request(/^a version/));
    }
    for (const time of [Number.NaN, 1.5, -1, "1", null, Number.POSITIVE_INFINITY]) {
      await assert.rejects(ledger.write("key", "text", undefined, time), request(/^wakeAt/));
      await assert.rejects(ledger.due(time, 10), request(/^now/));
    }
    for (const limit of [0, 1001, 1.5, Number.NaN, "10", undefined]) {
      await assert.rejects(ledger.due(1, limit), request(/^a page/));
      await assert.rejects(ledger.open(undefined, limit), request(/^a page/));
    }
    await assert.rejects(ledger.open("", 10), request(/^a key/));
    await assert.rejects(ledger.due(1, 10, ""), request(/^a key/));
  }
});

test("a handle that is none is named, and so is one that may lag or is not committed", () => {
  const refused = (words) => misuse("INVALID_CONFIGURATION", words);
  for (const nothing of [undefined, null, {}, "DB"]) {
    assert.throws(() => d1(nothing), refused(/D1/));
    assert.throws(() => postgresJs(nothing), refused(/postgres\(\)/));
    assert.throws(() => nodePostgres(nothing), refused(/Pool/));
    assert.throws(() => sqlite(nothing), refused(/DatabaseSync/));
    assert.throws(() => libsql(nothing), refused(/libsql/));
    assert.throws(() => durableObjectLedger(nothing), refused(/binding/));
  }
  const prepare = () => {};
  assert.throws(() => d1({ prepare, getBookmark() {} }), refused(/replica/));
  assert.throws(() => d1({ prepare, getBookmark() {}, withSession() {} }), refused(/replica/));
  assert.throws(() => postgresJs({ unsafe() {}, savepoint() {} }), refused(/committed/));
  assert.throws(() => postgresJs({ unsafe() {}, release() {} }), refused(/committed/));
  assert.throws(() => nodePostgres({ query() {}, release() {} }), refused(/committed/));
  assert.throws(() => libsql({ execute() {}, commit() {} }), refused(/committed/));
  for (const options of [{ dialect: "mysql", query() {} }, { dialect: "sqlite" }]) assert.throws(() => sqlLedger(options), refused(/./));
  for (const table of ["", "a b", 'a"; DROP TABLE b', "1a", "Orders", "x".repeat(51), 7]) {
    assert.throws(() => sqlLedger({ dialect: "sqlite", query() {}, table }), refused(/^table/));
    assert.throws(() => migration("sqlite", table), refused(/^table/));
  }
  const [namespace, onWake] = [() => {}, () => {}];
  for (const options of [{ namespace }, { onWake }, { namespace, onWake, retryAfter: 5 }]) {
    assert.throws(() => durableObject(options), refused(/is a function/));
  }
});

test("of the stores only Durable Objects wake an order themselves", () => {
  assert.equal(durableObjectLedger({ idFromName() {} }).wakes, true);
  for (const ledger of [memoryLedger(), sqlLedger({ dialect: "sqlite", query: () => [] })]) assert.equal(ledger.wakes, undefined);
});

test("on a handle of SQLite with an open transaction nothing is read and nothing acknowledged", async () => {
  for (const name of ["isTransaction", "inTransaction"]) {
    const handle = { [name]: true, prepare: () => ({ all: () => [{ now: 1, record: null, version: null }] }) };
    const ledger = sqlLedger(sqlite(handle));
    await assert.rejects(ledger.read("key"), /transaction .* is open/);
    await assert.rejects(ledger.write("key", "text", undefined, undefined), /transaction .* is open/);
    handle[name] = false;
    assert.equal((await ledger.write("key", "text", undefined, undefined)).now, 1);
  }
});

test("a serialisation failure is a conflict; what PostgreSQL does not know is thrown, and so is all else", async () => {
  const failing = (code) => {
    let asked = 0;
    const query = async () => {
      asked += 1;
      throw Object.assign(new Error("from the driver"), { code });
    };
    return { ledger: sqlLedger({ dialect: "postgres", query }), asked: () => asked };
  };
  for (const code of ["40001", "40P01"]) {
    const { ledger, asked } = failing(code);
    assert.equal(await ledger.write("key", "text", undefined, 1), undefined);
    assert.equal(await ledger.write("key", "text", "v", 1), undefined);
    assert.equal(await ledger.remove("key", "v"), false);
    assert.equal(asked(), 3, "no change is sent twice");
    await assert.rejects(ledger.read("key"), /from the driver/);
    assert.equal(asked(), 8, "a read is");
  }
  for (const code of ["40003", "57P01", "23505", undefined]) {
    const { ledger, asked } = failing(code);
    await assert.rejects(ledger.write("key", "text", undefined, 1), /from the driver/);
    await assert.rejects(ledger.remove("key", "v"), /from the driver/);
    await assert.rejects(ledger.read("key"), /from the driver/);
    assert.equal(asked(), 3);
  }
});

test("a database that answers junk is not believed", async () => {
  const junk = [
    [],
    [{}],
    [{ now: null, record: null, version: null }],
    [{ now: "soon", record: null, version: null }],
    [{ now: 1, record: "text", version: null }],
    [{ now: 1, record: 7, version: "v" }],
    [{ now: 1.5, record: null, version: null }],
  ];
  for (const rows of junk)
    await assert.rejects(sqlLedger({ dialect: "sqlite", query: () => rows }).read("key"), /^Error: the ledger's database/);
  const write = (rows) => sqlLedger({ dialect: "sqlite", query: () => rows }).write("key", "text", "v", 1);
  await assert.rejects(write([{}]), /no time/);
  assert.equal((await write([{ now: 5n }])).now, 5);
  assert.equal((await write([{ now: "5" }])).now, 5);
  await assert.rejects(sqlLedger({ dialect: "sqlite", query: () => [{ key: 7 }] }).open(undefined, 5), /a text stands/);
});

test("statements carry values apart, numbered for PostgreSQL", async () => {
  const asked = [];
  for (const dialect of ["postgres", "sqlite"]) {
    const query = (text, params) => {
      asked.push({ text, params });
      return [{ now: 5 }];
    };
    await sqlLedger({ dialect, query, table: "mine" }).write("it's", "a?", "v", undefined);
  }
  const [postgres, lite] = asked;
  assert.match(postgres.text, /^UPDATE mine SET record = \$1, version = \$2, wake_at = \$3 WHERE key = \$4 AND version = \$5 RETURNING /);
  assert.match(lite.text, /^UPDATE mine SET record = \?, version = \?, wake_at = \? WHERE key = \? AND version = \? RETURNING /);
  for (const { params } of asked) {
    const [record, version, wakeAt, key, ifVersion] = params;
    assert.deepEqual([record, wakeAt, key, ifVersion], ["a?", null, "it's", "v"]);
    assert.notEqual(version, "v");
  }
});
