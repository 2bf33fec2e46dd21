//! Writes the inputs that libFuzzer begins with: `seeds FOLDER` makes one folder for each target in it.

use linepay_edge_fuzz::TARGETS;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = std::env::args().nth(1).expect("usage: seeds FOLDER");
    for target in TARGETS {
        let folder = Path::new(&root).join(target.name);
        std::fs::create_dir_all(&folder)?;
        for (number, seed) in (target.seeds)().iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), seed)?;
        }
    }
    Ok(())
}
