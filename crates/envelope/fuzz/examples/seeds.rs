//! Writes what each target begins from: `cargo run --example seeds -- DIR`.

use std::path::PathBuf;
use std::{env, fs};

use fachuang_envelope_fuzz::{Parts, seed_files};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = PathBuf::from(env::args_os().nth(1).ok_or("where to?")?);
    for (number, file) in seed_files().iter().enumerate() {
        let parts = Parts::of(file);
        let (from, to) = parts.frames().0[0];
        let raw = u32::from_be_bytes(parts.body[from + 6..from + 10].try_into()?);
        let stored = &parts.body[from + 14..to];
        let chunk = match parts.body[from + 1] {
            0 => stored.to_vec(),
            _ => zstd::bulk::decompress(stored, raw as usize)?,
        };
        let seeds = [
            ("header", parts.outer.clone()),
            ("body", parts.body.clone()),
            ("manifest", parts.manifest()),
            ("record", chunk),
        ];
        for (target, bytes) in seeds {
            let place = dir.join(target);
            fs::create_dir_all(&place)?;
            fs::write(place.join(format!("seed-{number}")), bytes)?;
        }
    }
    Ok(())
}
