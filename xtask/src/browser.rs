//! A headless Chromium and its driver, and Firefox.

use crate::failure::{Failure, io};
use crate::layout;
use crate::system::{self, in_path};
use std::env;
use std::fs;
use std::path::PathBuf;

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// With the fonts that render Chinese.
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-cjk"];

/// Where the browser and its driver are.
#[derive(Clone)]
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

impl Browser {
    /// Finds both; on a Debian or Ubuntu machine where this runs as root, installs them if they are missing.
    pub fn get() -> Result<Self, Failure> {
        if let Some(found) = find() {
            return Ok(found);
        }
        if system::can_install() {
            system::install(&PACKAGES)?;
            if let Some(found) = find() {
                return Ok(found);
            }
        }
        Err(Failure::new("there is no Chromium with its chromedriver").remedy(
            "install both, and name them in CHROME_PATH and CHROMEDRIVER if they are not in PATH \
             (on Debian and Ubuntu: apt-get install chromium chromium-driver fonts-noto-cjk)",
        ))
    }

    /// Firefox, which only the tests of the package need; installed as Chromium is.
    pub fn firefox() -> Result<PathBuf, Failure> {
        let find = || named_in("FIREFOX_PATH").or_else(|| FIREFOX.iter().find_map(|name| in_path(name)));
        if let Some(found) = find() {
            return Ok(found);
        }
        if system::can_install() {
            system::install(&["firefox-esr"])?;
        }
        find().ok_or_else(|| {
            Failure::new("there is no Firefox").remedy(
                "install it, and name it in FIREFOX_PATH if it is not in PATH \
                 (on Debian: apt-get install firefox-esr)",
            )
        })
    }

    /// Writes the capabilities that wasm-bindgen's test runner asks of chromedriver.
    pub fn webdriver_json(&self) -> Result<PathBuf, Failure> {
        let folder = layout::scratch();
        let file = folder.join("webdriver.json");
        let binary = self.chromium.to_string_lossy().replace('\\', "\\\\");
        let text = format!(
            "{{\"goog:chromeOptions\":{{\"binary\":\"{binary}\",\"args\":[\"--headless=new\",\
             \"--no-sandbox\",\"--disable-gpu\",\"--disable-dev-shm-usage\"]}}}}\n"
        );
        fs::create_dir_all(&folder).map_err(io("create", &folder))?;
        fs::write(&file, text).map_err(io("write", &file))?;
        Ok(file)
    }
}

fn find() -> Option<Browser> {
    let chromium = named_in("CHROME_PATH").or_else(|| CHROMIUM.iter().find_map(|name| in_path(name)));
    let driver = named_in("CHROMEDRIVER").or_else(|| in_path("chromedriver"));
    Some(Browser { chromium: chromium?, driver: driver? })
}

fn named_in(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file())
}
