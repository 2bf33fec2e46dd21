import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chownSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import pg from "pg";
import { choosePorts } from "../../www/demo/ports.js";
import { folder } from "./programs.js";
import { pause } from "./writers.js";

const REMEDY =
  "install PostgreSQL (on Debian and Ubuntu: apt-get install postgresql), or name a database of your own in DATABASE_URL, " +
  "in which these tests make tables and remove them again";

/** The folder of PostgreSQL's programs: from POSTGRES_BIN, from PATH, or where Debian has them. */
function programs() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    process.env.POSTGRES_BIN,
    ...(process.env.PATH ?? "").split(delimiter),
    ...versions.map((name) => join(debian, name, "bin")),
  ];
  return folders.find((path) => path && ["initdb", "postgres"].every((name) => existsSync(join(path, name))));
}

/** PostgreSQL refuses to run as root. */
function user() {
  if (process.getuid?.() !== 0) return {};
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  const row = ["postgres", "nobody"].map((name) => lines.find((line) => line.startsWith(`${name}:`))).find(Boolean);
  if (row === undefined) throw new Error("PostgreSQL does not run as root, and there is no user postgres or nobody");
  const [, , uid, gid] = row.split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * A PostgreSQL of these tests' own on a free port, or the database in DATABASE_URL.
 *
 * `crash` ends it in the middle of its work and starts it again: the own server by a signal (SIGQUIT is what PostgreSQL calls an immediate
 * shutdown), of another one the connections.
 */
export async function startPostgres() {
  const bin = programs();
  if (bin === undefined && process.env.DATABASE_URL) return foreign(process.env.DATABASE_URL);
  if (bin === undefined) throw new Error(`there is no PostgreSQL: ${REMEDY}`);
  const as = user();
  const home = folder();
  const data = join(home, "data");
  mkdirSync(data);
  if (as.uid !== undefined) for (const path of [home, data]) chownSync(path, as.uid, as.gid);
  const options = { ...as, cwd: home, env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" } };
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "linepay", "-A", "trust", "-E", "UTF8", "--no-sync"], { ...options, stdio: "pipe" });
  const { shop: port } = await choosePorts({ port: 0 });
  appendFileSync(
    join(data, "postgresql.conf"),
    `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 300\nshared_buffers = 16MB\n`,
  );
  // Any password does; Hyperdrive's binding wants one.
  const url = `postgres://linepay:any@127.0.0.1:${port}/postgres`;
  const log = join(home, "log");
  let server;

  async function run() {
    const out = openSync(log, "a");
    if (as.uid !== undefined) chownSync(log, as.uid, as.gid);
    for (const end = Date.now() + 60_000; Date.now() < end; await pause(200)) {
      server = spawn(join(bin, "postgres"), ["-D", data], { ...options, stdio: ["ignore", out, out] });
      // After a crash the old processes have to be gone first; then it starts.
      if (await isUp(url, server)) return;
      stop(server, "SIGKILL");
    }
    throw new Error(`PostgreSQL does not start:\n${readFileSync(log, "utf8").slice(-2000)}`);
  }
  process.once("exit", () => server && stop(server, "SIGKILL"));
  await run();
  return {
    url,
    crash: async (signal = "SIGKILL") => {
      const exit = once(server, "exit");
      stop(server, signal);
      await exit;
      await run();
    },
    stop: async () => {
      const exit = once(server, "exit");
      stop(server, "SIGINT");
      await exit;
    },
  };
}

function stop(server, signal) {
  if (server.exitCode === null && server.signalCode === null) server.kill(signal);
}

async function isUp(url, server) {
  for (const end = Date.now() + 30_000; Date.now() < end && server.exitCode === null; await pause(100)) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("SELECT 1");
      return true;
    } catch {
      // Not yet.
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

function foreign(url) {
  return {
    url,
    crash: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'linepay-ledger' AND pid <> pg_backend_pid()",
      );
      await client.end();
    },
    stop: async () => {},
  };
}
