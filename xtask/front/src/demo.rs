//! What is said of `cargo xtask demo` before anything is built: an option that does not exist, a port or a state folder
//! that is taken.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

pub const HELP: &str = "\
Builds everything and runs the shop and the sandbox on this machine, each on real workerd.

Usage: cargo xtask demo [OPTIONS]

  --port N     the shop's port (8787; 0 picks a free one); the sandbox takes the next free one
  --api V      the version of LINE Pay's API that the shop speaks: v2 (the default), v3 or v4
  --ledger L   where the shop remembers its orders: do (Durable Objects, the default), d1, memory or none
  --reset      forget all payments, orders and credentials of earlier starts first
  --json       print one line of JSON with the URLs and test credentials on stdout instead of text
  --help       this text

Progress goes to stderr. Payments are kept in .demo, so that they survive a restart. Ctrl-C stops.";

const PORT: u16 = 8787;

/// What is wanted of the demo.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    Run,
    Help,
}

/// Why it cannot be done, and what to do about it.
#[derive(Debug)]
pub struct Problem {
    pub what: String,
    pub remedy: &'static str,
}

fn problem(what: String, remedy: &'static str) -> Problem {
    Problem { what, remedy }
}

/// Reads the options, and looks whether the state folder and the port are free.
pub fn check(arguments: &[String], state: &Path) -> Result<Wish, Problem> {
    let mut port = PORT;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let (name, given) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (argument.as_str(), None),
        };
        let mut value = || given.or_else(|| rest.next().map(String::as_str)).unwrap_or_default();
        match (name, given) {
            ("--port", _) => port = read_port(value())?,
            ("--api", _) => read_api(value())?,
            ("--ledger", _) => read_ledger(value())?,
            ("--reset" | "--json", None) => {}
            ("--help" | "-h", None) => return Ok(Wish::Help),
            _ => return Err(problem(format!("demo does not know {argument}"), "cargo xtask demo --help")),
        }
    }
    if let Some((process, shop)) = running(state) {
        let what = format!("the demo is running already (http://127.0.0.1:{shop}, process {process})");
        return Err(problem(what, "use that one, or end it first"));
    }
    // Port 0 asks for any that is free.
    if TcpListener::bind(("127.0.0.1", port)).is_err() {
        let remedy = "end what uses it, or choose another with --port (0 picks a free one)";
        return Err(problem(format!("port {port} cannot be opened"), remedy));
    }
    Ok(Wish::Run)
}

fn read_port(text: &str) -> Result<u16, Problem> {
    text.parse().map_err(|_| problem(format!("--port {text} is no port"), "give a number from 0 to 65535"))
}

fn read_api(text: &str) -> Result<(), Problem> {
    let remedy = "give v2, v3 or v4";
    if matches!(text, "v2" | "v3" | "v4") {
        return Ok(());
    }
    Err(problem(format!("--api {text} is no version of LINE Pay's API"), remedy))
}

fn read_ledger(text: &str) -> Result<(), Problem> {
    if matches!(text, "do" | "d1" | "memory" | "none") {
        return Ok(());
    }
    Err(problem(format!("--ledger {text} is no ledger of the demo"), "give do, d1, memory or none"))
}

/// Process and port of a demo that runs on this state, as www/demo/state.js notes them.
fn running(state: &Path) -> Option<(u64, u16)> {
    let note = fs::read_to_string(state.join("running.json")).ok()?;
    let process = number(&note, "\"pid\":")?;
    let shop = u16::try_from(number(&note, "\"shop\":")?).ok()?;
    let address = SocketAddr::from(([127, 0, 0, 1], shop));
    let answers = TcpStream::connect_timeout(&address, Duration::from_secs(2)).is_ok();
    (answers && is_alive(process)).then_some((process, shop))
}

fn number(text: &str, name: &str) -> Option<u64> {
    let (_, rest) = text.split_once(name)?;
    let rest = rest.trim_start();
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

/// Where the system does not tell, that its port answers has to do.
fn is_alive(process: u64) -> bool {
    let processes = Path::new("/proc");
    !processes.join("self").exists() || processes.join(process.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(arguments: &[&str], state: &Path) -> Result<Wish, String> {
        let arguments: Vec<String> = arguments.iter().map(|&text| text.to_owned()).collect();
        check(&arguments, state).map_err(|problem| problem.what)
    }

    fn nowhere() -> &'static Path {
        Path::new("/nowhere")
    }

    #[test]
    fn options_are_read_before_anything_is_built() {
        for good in [
            &["--port", "0", "--json"][..],
            &["--port=0", "--api=v3", "--reset"],
            &["--api", "v4", "--port=0"],
            &["--ledger", "none", "--port=0"],
        ] {
            assert_eq!(said(good, nowhere()), Ok(Wish::Run), "{good:?}");
        }
        assert_eq!(said(&["--help"], nowhere()), Ok(Wish::Help));
        for bad in [
            &["--prot", "1"][..],
            &["--port", "x"],
            &["--port"],
            &["--port=70000"],
            &["--api", "v5"],
            &["--reset=1"],
            &["--ledger=kv"],
        ] {
            assert!(said(bad, nowhere()).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_port_in_use_is_said_before_anything_is_built() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = taken.local_addr().expect("its address").port();
        assert_eq!(said(&["--port", &port.to_string()], nowhere()), Err(format!("port {port} cannot be opened")));
    }

    #[test]
    fn a_demo_on_the_same_state_is_said_before_anything_is_built() {
        let state = std::env::temp_dir().join(format!("xtask-front-{}", std::process::id()));
        fs::create_dir_all(&state).expect("a folder");
        let shop = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = shop.local_addr().expect("its address").port();
        let note = |process: u32, port: u16| {
            fs::write(state.join("running.json"), format!("{{\"pid\":{process},\"shop\":{port}}}\n")).expect("a note");
        };
        note(std::process::id(), port);
        let running = said(&["--port", "0"], &state).expect_err("it runs");
        assert!(running.contains("running already") && running.contains(&port.to_string()), "{running}");
        drop(shop);
        assert_eq!(said(&["--port", "0"], &state), Ok(Wish::Run), "its port answers no more");
        fs::write(state.join("running.json"), "{").expect("a note");
        assert_eq!(said(&["--port", "0"], &state), Ok(Wish::Run), "a damaged note is the demo's own matter");
        fs::remove_dir_all(&state).expect("an empty folder");
    }
}
