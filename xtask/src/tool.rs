//! Runs another program and keeps what it prints.

use crate::failure::Failure;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex};

/// One program with its arguments, folder and environment.
pub struct Tool {
    name: String,
    command: Command,
    echo: bool,
    missing: String,
}

/// What a program printed (both streams, in the order of arrival) and whether it succeeded.
pub struct Output {
    pub text: String,
    pub ok: bool,
}

impl Tool {
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let name = Path::new(program.as_ref()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut command = Command::new(program);
        command.current_dir(crate::layout::root()).stdin(Stdio::null()).env("NO_COLOR", "1").env_remove("FORCE_COLOR");
        Self { missing: format!("install {name} and make it available in PATH"), name, command, echo: false }
    }

    /// Cargo, with its own progress lines shown.
    pub fn cargo(arguments: &[&str]) -> Self {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Self::new(program).args(arguments).echo()
    }

    pub fn args<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn without_env(mut self, names: &[&str]) -> Self {
        for name in names {
            self.command.env_remove(name);
        }
        self
    }

    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Shows each line on stderr as it comes.
    pub fn echo(mut self) -> Self {
        self.echo = true;
        self
    }

    /// What to do if the program is not there.
    pub fn when_missing(mut self, remedy: &str) -> Self {
        self.missing = remedy.to_owned();
        self
    }

    /// Runs it to its end, whatever the end is.
    pub fn output(mut self) -> Result<Output, Failure> {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let spawned = self.command.spawn();
        let mut child = spawned.map_err(|error| self.cannot_start(&error))?;
        let text = Arc::new(Mutex::new(String::new()));
        let readers = [
            child.stdout.take().map(|pipe| self.read(pipe, &text)),
            child.stderr.take().map(|pipe| self.read(pipe, &text)),
        ];
        let status = child.wait();
        for reader in readers.into_iter().flatten() {
            let _ = reader.join();
        }
        let status =
            status.map_err(|error| Failure::new(format!("lost sight of {}", self.name)).output(error.to_string()))?;
        let text = text.lock().map(|text| text.clone()).unwrap_or_default();
        Ok(Output { text, ok: status.success() })
    }

    /// Hands the terminal and its signals over to the program.
    pub fn become_it(mut self) -> Result<ExitCode, Failure> {
        self.command.stdin(Stdio::inherit()).env_remove("NO_COLOR");
        #[cfg(unix)]
        let error = std::os::unix::process::CommandExt::exec(&mut self.command);
        #[cfg(not(unix))]
        let error = match self.command.status() {
            Ok(status) if status.success() => return Ok(ExitCode::SUCCESS),
            Ok(_) => return Ok(ExitCode::FAILURE),
            Err(error) => error,
        };
        Err(self.cannot_start(&error))
    }

    /// Runs it and asks for success.
    pub fn run(self, what: &str) -> Result<String, Failure> {
        let echo = self.echo;
        let output = self.output()?;
        if output.ok {
            return Ok(output.text);
        }
        let failure = Failure::new(what);
        // What was shown line by line is not shown again.
        Err(if echo { failure } else { failure.output(output.text) })
    }

    fn cannot_start(&self, error: &std::io::Error) -> Failure {
        let failure = Failure::new(format!("cannot start {}", self.name));
        match error.kind() {
            ErrorKind::NotFound => failure.remedy(&self.missing),
            _ => failure.output(error.to_string()),
        }
    }

    fn read(&self, pipe: impl Read + Send + 'static, text: &Arc<Mutex<String>>) -> std::thread::JoinHandle<()> {
        let (echo, text, prefix) = (self.echo, Arc::clone(text), crate::steps::prefix());
        std::thread::spawn(move || {
            let mut pipe = BufReader::new(pipe);
            let mut line = Vec::new();
            while pipe.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                let shown = String::from_utf8_lossy(&line).into_owned();
                if echo {
                    eprint!("{prefix}{shown}");
                }
                if let Ok(mut text) = text.lock() {
                    text.push_str(&shown);
                }
                line.clear();
            }
        })
    }
}
